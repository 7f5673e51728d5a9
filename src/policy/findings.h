// Collects what is wrong with a file while it is read, and hands it out in the order of the file.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/reader.h"
#include "policy/source_text.h"

namespace bulkhead::policy {

/// Where a finding is: the dotted key, the offset, and the text that stands there.
struct Place {
  std::string key;
  std::uint32_t offset = 0;
  std::string found;
  bool secret = false;  ///< Nothing repeats what was found.
};

/// What kind of file is read: how large it may be, and where hints send people who ask for its form.
struct FileKind {
  std::string_view page;   ///< "docs/policy.md"
  std::string_view least;  ///< "a policy has at least agency and services"
  std::size_t bytes_max = 0;
};

inline constexpr FileKind kPolicyFile{"docs/policy.md", "a policy has at least agency and services",
                                      Limits::kFileBytesMax};

/// Keeps at most Limits::kDiagnosticsMax diagnostics, warnings at most half of them, so that no error hides behind
/// warnings; the rest is counted and said.
class Findings {
 public:
  Findings(const SourceText& source, std::string_view file_name, const FileKind& kind)
      : source_(source), file_name_(file_name), kind_(kind) {}

  void error(const Place& place, std::string message, std::string hint);
  void warning(const Place& place, std::string message, std::string hint);
  /// About the file as a whole.
  void file_error(std::string message, std::string hint);

  bool has_errors() const { return errors_ > 0; }

  /// False once so much is wrong that nobody reads suggestions: looking for the nearest word costs far more than
  /// reading one, and the time for a bad file has to stay bounded.
  bool suggestions_help() const { return entries_.size() < kSuggestionsMax; }

  const SourceText& source() const { return source_; }
  const FileKind& kind() const { return kind_; }

  /// "line 12" of an offset, for messages that name a second place.
  std::string line_text(std::uint32_t offset) const;

  /// Everything found, in the order of the file.
  std::vector<Diagnostic> take();

 private:
  struct Entry {
    std::uint32_t offset;
    Diagnostic diagnostic;
  };

  static constexpr std::size_t kSuggestionsMax = 100;

  void add(Diagnostic::Severity severity, const Place& place, std::string message, std::string hint);

  const SourceText& source_;
  std::string file_name_;
  FileKind kind_;
  std::vector<Entry> entries_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t dropped_ = 0;
};

/// For a file that did not get as far as Findings; `what` it should have been: "a policy".
Diagnostic unreadable_file(const std::string& path, const Error& error, std::string_view what,
                           const FileKind& kind);

}  // namespace bulkhead::policy

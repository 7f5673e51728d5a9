// Collects what is wrong with a policy while it is read, and hands it out in the order of the file.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

/// Keeps at most Limits::kDiagnosticsMax diagnostics, warnings at most half of them, so that no error hides behind
/// warnings; the rest is counted and said.
class Findings {
 public:
  Findings(const SourceText& source, std::string_view file_name) : source_(source), file_name_(file_name) {}

  void error(const Place& place, std::string message, std::string hint);
  void warning(const Place& place, std::string message, std::string hint);
  /// About the file as a whole.
  void file_error(std::string message, std::string hint);

  bool has_errors() const { return errors_ > 0; }

  /// False once so much is wrong that nobody reads suggestions: looking for the nearest word costs far more than
  /// reading one, and the time for a bad file has to stay bounded.
  bool suggestions_help() const { return entries_.size() < kSuggestionsMax; }

  const SourceText& source() const { return source_; }

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
  std::vector<Entry> entries_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace bulkhead::policy

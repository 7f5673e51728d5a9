// Collects what is wrong while rules are read. Internal to this folder.

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seclang/diagnostic.h"
#include "seclang/position.h"
#include "seclang/source.h"

namespace bulkhead::seclang {

/// The files under way and the findings about them.
///
/// Ownership  Keeps every file's text until the end, for excerpts and for what still points into it.
/// Cost       A finding costs the length of its line's excerpt; files are never scanned.
class Findings {
 public:
  explicit Findings(std::size_t diagnostics_max) : diagnostics_max_(diagnostics_max) {}

  /// Keeps `source`; returns its number.
  std::uint32_t add_file(Source source);
  /// Gives the file its text, if it came without.
  void set_text(std::uint32_t number, std::string text) { files_[number]->text = std::move(text); }
  const Source& file(std::uint32_t number) const { return *files_[number]; }
  std::size_t files() const { return files_.size(); }
  std::vector<std::string> file_names() const;

  /// Where line `line` of the file begins; lines are told in order while the file is read.
  void line_begins(std::uint32_t file, std::size_t offset) { line_starts_[file].push_back(offset); }

  void error(Position position, std::string message, std::string hint = {});
  void warning(Position position, std::string message, std::string hint = {});

  std::size_t errors() const { return errors_; }

  /// False once so much is wrong that nobody reads suggestions: looking for them costs far more than reading a word.
  bool suggestions_help() const { return diagnostics_.size() < 20; }

  std::vector<Diagnostic> take();

 private:
  void add(Diagnostic::Severity severity, Position position, std::string message, std::string hint);

  std::size_t diagnostics_max_;
  std::vector<std::unique_ptr<Source>> files_;
  std::vector<std::vector<std::size_t>> line_starts_;
  std::vector<Diagnostic> diagnostics_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t dropped_ = 0;
};

/// User bytes in quotes, cut and escaped, for a message.
std::string quoted(std::string_view bytes);

}  // namespace bulkhead::seclang

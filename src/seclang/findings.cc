#include "seclang/findings.h"

#include <algorithm>
#include <utility>

#include "base/escape.h"

namespace bulkhead::seclang {

namespace {

constexpr std::size_t kExcerptBytesMax = 100;
constexpr std::size_t kBeforeCaretMax = 60;
constexpr std::size_t kQuotedBytesMax = 60;

/// One character a byte, so that the caret stands where it should and nothing reaches a terminal that could act there.
std::string printable(std::string_view bytes) {
  std::string shown(bytes);
  for (char& c : shown) {
    if (c == '\t') c = ' ';
    if (c < 0x20 || c == 0x7F) c = '?';
  }
  return shown;
}

}  // namespace

std::uint32_t Findings::add_file(Source source) {
  files_.push_back(std::make_unique<Source>(std::move(source)));
  line_starts_.emplace_back();
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::vector<std::string> Findings::file_names() const {
  std::vector<std::string> names;
  for (const auto& file : files_) names.push_back(file->name);
  return names;
}

void Findings::error(Position position, std::string message, std::string hint) {
  ++errors_;
  add(Diagnostic::Severity::kError, position, std::move(message), std::move(hint));
}

void Findings::warning(Position position, std::string message, std::string hint) {
  // Warnings take at most half of the room, so that no error hides behind them.
  if (++warnings_ > diagnostics_max_ / 2) {
    ++dropped_;
    return;
  }
  add(Diagnostic::Severity::kWarning, position, std::move(message), std::move(hint));
}

void Findings::add(Diagnostic::Severity severity, Position position, std::string message, std::string hint) {
  if (diagnostics_.size() >= diagnostics_max_) {
    ++dropped_;
    return;
  }
  Diagnostic& one = diagnostics_.emplace_back();
  one.severity = severity;
  one.position = position;
  one.message = std::move(message);
  one.hint = std::move(hint);
  if (position.file >= files_.size()) return;
  one.file = files_[position.file]->name;
  const std::vector<std::size_t>& starts = line_starts_[position.file];
  if (position.line == 0 || position.line > starts.size() || position.column == 0) return;
  const std::string_view text = files_[position.file]->text;
  const std::size_t start = starts[position.line - 1];
  const std::size_t at = std::min(start + position.column - 1, text.size());
  const std::size_t from = at - std::min(at - start, kBeforeCaretMax);
  std::string_view rest = text.substr(from, kExcerptBytesMax);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.size() > at - from && rest.ends_with('\r')) rest.remove_suffix(1);
  one.excerpt = printable(rest);
  one.caret = static_cast<std::uint32_t>(at - from);
}

std::vector<Diagnostic> Findings::take() {
  std::ranges::stable_sort(diagnostics_, {}, &Diagnostic::position);
  if (dropped_ > 0) {
    Diagnostic& last = diagnostics_.emplace_back();
    last.severity = errors_ > 0 ? Diagnostic::Severity::kError : Diagnostic::Severity::kWarning;
    last.file = files_.empty() ? std::string() : files_.front()->name;
    last.message = "and " + std::to_string(dropped_) + " more";
  }
  return std::move(diagnostics_);
}

std::string quoted(std::string_view bytes) { return '"' + escape_log(cut(bytes, kQuotedBytesMax)) + '"'; }

}  // namespace bulkhead::seclang

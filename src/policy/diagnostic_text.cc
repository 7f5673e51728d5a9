// A Diagnostic as people read it in a terminal.

#include "base/escape.h"
#include "base/utf8.h"
#include "policy/reader.h"
#include "policy/source_text.h"

namespace bulkhead::policy {

namespace {

constexpr std::size_t kLineBytesMax = 160;
constexpr std::size_t kBeforeCaretMax = 60;

/// A line of the text (from 1), without its end.
std::string_view line_of(std::string_view text, std::uint32_t number) {
  for (; number > 1; --number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string_view without_first_characters(std::string_view text, std::size_t count) {
  for (; count > 0 && !text.empty(); --count) text.remove_prefix(first_code_point(text).bytes);
  return text;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(first_code_point(text).bytes);
  return count;
}

/// The source line with a caret under the column. Of a long line only what is around the column is shown.
std::string excerpt(const Diagnostic& diagnostic, std::string_view source) {
  std::string_view line = line_of(without_byte_order_mark(source), diagnostic.line);
  if (line.empty() || diagnostic.column == 0) return {};
  std::size_t before_caret = diagnostic.column - 1;
  std::string lead;
  if (before_caret > kBeforeCaretMax) {
    line = without_first_characters(line, before_caret - kBeforeCaretMax);
    before_caret = kBeforeCaretMax;
    lead = "…";
  }
  const std::string_view after = without_first_characters(line, before_caret);
  lead += escape_terminal(
      line.substr(0, line.size() - after.size()));  // escapes may be longer than what they stand for
  return "  | " + lead + escape_terminal(cut(after, kLineBytesMax)) + "\n  | " +
         std::string(characters(lead), ' ') + "^\n";
}

}  // namespace

std::string text(const Diagnostic& diagnostic, std::string_view source) {
  const bool error = diagnostic.severity == Diagnostic::Severity::kError;
  std::string result = escape_terminal(diagnostic.file);
  if (diagnostic.line > 0) {
    result += ":" + std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column);
  }
  result += error ? ": error: " : ": warning: ";
  if (!diagnostic.key.empty()) result += escape_terminal(diagnostic.key) + ": ";
  result += escape_terminal(diagnostic.message) + "\n";
  if (diagnostic.line > 0 && !diagnostic.secret) result += excerpt(diagnostic, source);
  if (!diagnostic.offending.empty()) result += "  found: " + escape_terminal(diagnostic.offending) + "\n";
  if (!diagnostic.hint.empty()) result += "  right: " + escape_terminal(diagnostic.hint) + "\n";
  return result;
}

}  // namespace bulkhead::policy

#include "policy/findings.h"

#include <algorithm>

#include "base/escape.h"

namespace bulkhead::policy {

namespace {
constexpr std::size_t kOffendingBytesMax = 80;
constexpr std::size_t kKeyBytesMax = 200;
}  // namespace

void Findings::error(const Place& place, std::string message, std::string hint) {
  ++errors_;
  add(Diagnostic::Severity::kError, place, std::move(message), std::move(hint));
}

void Findings::warning(const Place& place, std::string message, std::string hint) {
  ++warnings_;
  if (warnings_ > Limits::kDiagnosticsMax / 2) {
    ++dropped_;
    return;
  }
  add(Diagnostic::Severity::kWarning, place, std::move(message), std::move(hint));
}

void Findings::file_error(std::string message, std::string hint) {
  ++errors_;
  Diagnostic whole;
  whole.file = file_name_;
  whole.message = std::move(message);
  whole.hint = std::move(hint);
  entries_.push_back({0, std::move(whole)});
}

void Findings::add(Diagnostic::Severity severity, const Place& place, std::string message, std::string hint) {
  if (entries_.size() + 1 >= Limits::kDiagnosticsMax) {  // one place is kept for the word that there is more
    ++dropped_;
    return;
  }
  const LineColumn at = source_.at(place.offset);
  entries_.push_back({place.offset,
                      {.severity = severity,
                       .file = file_name_,
                       .line = at.line,
                       .column = at.column,
                       .key = cut(place.key, kKeyBytesMax),
                       .offending = place.secret ? "" : cut(place.found, kOffendingBytesMax),
                       .message = std::move(message),
                       .hint = std::move(hint),
                       .secret = place.secret}});
}

std::string Findings::line_text(std::uint32_t offset) const {
  return "line " + std::to_string(source_.at(offset).line);
}

std::vector<Diagnostic> Findings::take() {
  std::ranges::stable_sort(entries_, {}, &Entry::offset);
  std::vector<Diagnostic> result;
  result.reserve(entries_.size() + 1);
  for (Entry& entry : entries_) result.push_back(std::move(entry.diagnostic));
  if (dropped_ > 0) {
    Diagnostic more;
    more.severity = has_errors() ? Diagnostic::Severity::kError : Diagnostic::Severity::kWarning;
    more.file = file_name_;
    more.message = std::to_string(dropped_) + " more findings are not shown";
    more.hint = "repair these first, then check again";
    result.push_back(std::move(more));
  }
  entries_.clear();
  return result;
}

Diagnostic unreadable_file(const std::string& path, const Error& error, std::string_view what,
                           const FileKind& kind) {
  Diagnostic whole;
  whole.file = path;
  whole.message = "the file cannot be read: " + error.message;
  whole.hint = "the path of " + std::string(what) + ", at most " + std::to_string(kind.bytes_max) + " bytes";
  return whole;
}

}  // namespace bulkhead::policy

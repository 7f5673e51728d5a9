#include "http/cookies.h"

#include <algorithm>

#include "http/ascii.h"

namespace bulkhead::http {

CookiesOutcome read_cookies(std::string_view field, ArgumentSink& sink) {
  CookiesOutcome outcome;
  // Only the last piece loses the space behind it; one ';' at the very end begins no further piece.
  if (field.ends_with(';')) field.remove_suffix(1);
  while (!field.empty() && is_space(field.back())) field.remove_suffix(1);
  while (!field.empty()) {
    const std::string_view piece = field.substr(0, field.find(';'));
    field.remove_prefix(std::min(field.size(), piece.size() + 1));
    std::string_view name = piece.substr(0, piece.find('='));
    const std::string_view value = piece.substr(std::min(piece.size(), name.size() + 1));
    while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
    if (name.empty()) continue;
    if (!sink.argument(name, value)) {
      outcome.stop = ReadStop::kSink;
      return outcome;
    }
    ++outcome.cookies_count;
  }
  return outcome;
}

}  // namespace bulkhead::http

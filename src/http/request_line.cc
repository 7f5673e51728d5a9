#include "http/request_line.h"

#include <algorithm>
#include <cstddef>

namespace bulkhead::http {

std::optional<RequestLine> make_request_line(std::string_view method, std::string_view target,
                                             std::string_view version, Arena& arena) {
  static constexpr std::string_view kProtocol = "HTTP/";
  const std::size_t before = method.size() + 1 + target.size() + 1;
  const std::size_t bytes = before + kProtocol.size() + version.size();
  char* const line = static_cast<char*>(arena.take(bytes, 1));
  if (line == nullptr) return {};
  char* end = std::ranges::copy(method, line).out;
  *end++ = ' ';
  end = std::ranges::copy(target, end).out;
  *end++ = ' ';
  end = std::ranges::copy(kProtocol, end).out;
  std::ranges::copy(version, end);
  const std::string_view text(line, bytes);
  return RequestLine{text, text.substr(before)};
}

}  // namespace bulkhead::http

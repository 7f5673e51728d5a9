// Paths as nginx makes them plain.

#include <algorithm>
#include <vector>

#include "conformance/server.h"

namespace bulkhead::conformance {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::unexpected<Refusal> refuse(std::string reason) {
  return std::unexpected(Refusal{400, std::move(reason)});
}

std::expected<std::string, Refusal> decode(std::string_view path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '%') {
      out += path[i];
      continue;
    }
    const int high = i + 2 < path.size() ? hex_value(path[i + 1]) : -1;
    const int low = i + 2 < path.size() ? hex_value(path[i + 2]) : -1;
    if (high < 0 || low < 0) return refuse("a broken percent escape in the path");
    out += static_cast<char>(high * 16 + low);
    if (out.back() == '\0') return refuse("a null byte in the path");
    i += 2;
  }
  return out;
}

}  // namespace

std::expected<std::string, Refusal> plain_path(std::string_view target) {
  const std::size_t end = target.find_first_of("?#");
  auto decoded = decode(target.substr(0, end));
  if (!decoded) return decoded;
  std::vector<std::string_view> segments;
  std::string_view rest = *decoded;
  bool ends_with_slash = true;
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    const std::string_view segment = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    ends_with_slash = slash != std::string_view::npos || segment == "." || segment == "..";
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      segments.push_back(segment);
    } else if (segments.empty()) {
      return refuse("a path above the root");
    } else {
      segments.pop_back();
    }
  }
  std::string path;
  for (const std::string_view segment : segments) path.append("/").append(segment);
  if (ends_with_slash || path.empty()) path += '/';
  return path;
}

}  // namespace bulkhead::conformance

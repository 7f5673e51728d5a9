// What a client says before any door: the target of the request, Host, and cookies, one a line. A target that is let
// through must read the same to a server that decodes once and to one that decodes twice or cuts parameters off; nobody
// without the key makes a session mark, and the gate's own are recognised.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "gate/hosts.h"
#include "gate/paths.h"
#include "gate/session_mark.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::gate;

std::string_view take_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

int hex_value(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto at = kDigits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// As a lenient server decodes: what is no escape stays as it is.
std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    result += escape ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return result;
}

void check_segments(std::string_view path) {
  while (!path.empty()) {
    BULKHEAD_ASSERT(path.front() == '/');
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    const std::string_view name = segment.substr(0, segment.find(';'));
    BULKHEAD_ASSERT(name != "." && name != "..");
    BULKHEAD_ASSERT(!segment.empty() || path.empty());
    path.remove_prefix(segment.size());
  }
}

void check_target(std::string_view target) {
  if (check_path(target) != PathFault::kNone || !target.starts_with('/')) return;
  const std::string_view path = target.substr(0, target.find_first_of("?#"));
  const std::string once = decoded(path);
  BULKHEAD_ASSERT(decoded(once) == once);
  BULKHEAD_ASSERT(std::ranges::count(once, '/') == std::ranges::count(path, '/'));
  for (const char c : once) BULKHEAD_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F && c != '\\');
  check_segments(once);
  const std::string lax = lax_reading(once);
  BULKHEAD_ASSERT(lax.size() <= once.size() && lax_reading(lax).empty());
}

void check_host(std::string_view field, std::string_view host) {
  if (!names_host(field, host)) return;
  BULKHEAD_ASSERT(std::ranges::equal(field.substr(0, host.size()), host, [](char a, char b) {
    return a == b || (a >= 'A' && a <= 'Z' && a + ('a' - 'A') == b);
  }));
}

void check_cookies(std::string_view set_cookie, std::string_view cookies) {
  static constexpr std::uint64_t kService = 0x0123456789abcdef;
  static const std::array kKeys = [] {
    std::array<segment::SegmentKey, 1> keys{};
    keys[0].id = 7;
    keys[0].bytes.fill(0x5a);
    return keys;
  }();
  const Cookie session = parse_set_cookie(set_cookie);
  BULKHEAD_ASSERT(session.name.find(';') == std::string_view::npos);
  BULKHEAD_ASSERT(!session_marked_at(kKeys, kService, session, cookies));
  const RealTime now(std::chrono::seconds(1'800'000'000));
  const std::string mark = companion_cookie(kKeys[0], kService, session, now, true);
  const auto at = session_marked_at(kKeys, kService, session, "a=b; " + mark);
  BULKHEAD_ASSERT(session.value.empty() ? !at : at == now);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(bytes), size);
  check_target(take_line(rest));
  const std::string_view field = take_line(rest);
  check_host(field, take_line(rest));
  const std::string_view set_cookie = take_line(rest);
  check_cookies(set_cookie, rest);
  return 0;
}

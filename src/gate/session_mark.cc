#include "gate/session_mark.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <cstring>

namespace bulkhead::gate {
namespace {

constexpr std::size_t kMacBytes = 16;
constexpr std::string_view kPurpose = "bulkhead session mark 1";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_word(std::string_view text, std::string_view lower_case) {
  if (text.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((text[i] | 0x20) != lower_case[i]) return false;
  return true;
}

Cookie split(std::string_view pair) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos) return {trimmed(pair), {}};
  return {trimmed(pair.substr(0, equals)), trimmed(pair.substr(equals + 1))};
}

std::string companion_name(std::uint64_t service) {
  return fmt::format("bh-inside-{:08x}", static_cast<std::uint32_t>(service ^ (service >> 32)));
}

std::array<unsigned char, kMacBytes> mac(const segment::SegmentKey& key, std::uint64_t service,
                                         const Cookie& session, std::uint64_t seconds) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.bytes.data(), key.bytes.size(), kMacBytes);
  const auto update = [&](const void* bytes, std::size_t size) {
    crypto_generichash_update(&state, static_cast<const unsigned char*>(bytes), size);
  };
  const std::uint64_t name_size = session.name.size();
  update(kPurpose.data(), kPurpose.size());
  update(&service, sizeof service);
  update(&seconds, sizeof seconds);
  update(&name_size, sizeof name_size);
  update(session.name.data(), session.name.size());
  update(session.value.data(), session.value.size());
  std::array<unsigned char, kMacBytes> out{};
  crypto_generichash_final(&state, out.data(), out.size());
  return out;
}

// Takes a number in `base` up to the next "." off `text`.
std::optional<std::uint64_t> take_number(std::string_view& text, int base) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + dot, number, base);
  if (failed != std::errc{} || end != text.data() + dot) return std::nullopt;
  text.remove_prefix(dot + 1);
  return number;
}

}  // namespace

Cookie parse_set_cookie(std::string_view field) {
  const std::size_t end = field.find(';');
  Cookie cookie = split(field.substr(0, end));
  while (field.find(';') != std::string_view::npos) {
    field.remove_prefix(field.find(';') + 1);
    const Cookie attribute = split(field.substr(0, field.find(';')));
    if (is_word(attribute.name, "max-age") && (attribute.value == "0" || attribute.value.starts_with('-')))
      cookie.value = {};
  }
  return cookie;
}

std::string_view cookie_value(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const std::size_t end = cookies.find(';');
    const Cookie cookie = split(cookies.substr(0, end));
    if (cookie.name == name) return cookie.value;
    if (end == std::string_view::npos) break;
    cookies.remove_prefix(end + 1);
  }
  return {};
}

std::string companion_cookie(const segment::SegmentKey& key, std::uint64_t service, const Cookie& session,
                             RealTime now, bool secure) {
  const auto seconds = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  std::string value = fmt::format("{}={}.{:x}.", companion_name(service), key.id, seconds);
  for (const unsigned char byte : mac(key, service, session, seconds)) value += fmt::format("{:02x}", byte);
  value += "; Path=/; HttpOnly; SameSite=Lax";
  if (secure) value += "; Secure";
  return value;
}

std::optional<RealTime> session_marked_at(std::span<const segment::SegmentKey> keys, std::uint64_t service,
                                          const Cookie& session, std::string_view cookies) {
  if (session.value.empty()) return std::nullopt;
  std::string_view mark = cookie_value(cookies, companion_name(service));
  const auto id = take_number(mark, 10);
  const auto seconds = id ? take_number(mark, 16) : std::nullopt;
  if (!seconds || *seconds > (1ull << 40) || mark.size() != 2 * kMacBytes) return std::nullopt;
  for (const segment::SegmentKey& key : keys) {
    if (key.id == 0 || key.id != *id) continue;
    std::string expected;
    for (const unsigned char byte : mac(key, service, session, *seconds))
      expected += fmt::format("{:02x}", byte);
    if (sodium_memcmp(expected.data(), mark.data(), mark.size()) != 0) return std::nullopt;
    return RealTime(std::chrono::seconds(*seconds));
  }
  return std::nullopt;
}

}  // namespace bulkhead::gate

#include "base/id.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::int64_t kMillisecondsMax = (std::int64_t{1} << 48) - 1;
constexpr std::size_t kQuotedBytesMax = 64;

// The value of one character, or -1. I, L and O are read as the digits they are mistaken for.
int digit_value(char character) {
  const char upper =
      character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
  if (upper == 'I' || upper == 'L') return 1;
  if (upper == 'O') return 0;
  const std::size_t at = kAlphabet.find(upper);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::unexpected<Error> not_an_id(std::string_view text) {
  return fail(ErrorCode::kInvalid, fmt::format("not an id (26 letters and digits, the first 0 to 7): \"{}\"",
                                               escape_log(cut(text, kQuotedBytesMax))));
}

}  // namespace

Id Id::make(RealTime at, std::uint16_t gateway, std::uint64_t random) {
  const std::int64_t ms = std::clamp<std::int64_t>(at.time_since_epoch().count(), 0, kMillisecondsMax);
  return Id(static_cast<std::uint64_t>(ms) << 16 | gateway, random);
}

Result<Id> Id::parse(std::string_view text) {
  if (text.size() != kTextBytes) return not_an_id(text);
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  for (std::size_t at = 0; at < kTextBytes; ++at) {
    const int digit = digit_value(text[at]);
    // 26 characters carry 130 bits: the two on top must be zero.
    if (digit < 0 || (at == 0 && digit > 7)) return not_an_id(text);
    high = high << 5 | low >> 59;
    low = low << 5 | static_cast<std::uint64_t>(digit);
  }
  return Id(high, low);
}

std::string Id::text() const {
  std::string out(kTextBytes, '0');
  std::uint64_t high = high_;
  std::uint64_t low = low_;
  for (std::size_t at = kTextBytes; at-- > 0;) {
    out[at] = kAlphabet[low & 0x1F];
    low = low >> 5 | high << 59;
    high >>= 5;
  }
  return out;
}

}  // namespace bulkhead

// t:utf8toUnicode: each UTF-8 sequence as `%uHHHH`, for urlDecodeUni to make bytes of.
//
// Lenient where decoders that attackers count on are: overlong forms and surrogates are written as the code
// point they spell, then their first byte once more, so that a rule sees both. A first byte that its sequence
// does not follow goes; so do NUL bytes. Bytes that begin nothing (80 to BF, F8 to FF) stay. F5 to F7 stay
// and are read as a sequence besides.

#include <cstdint>

#include "text/hex.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

std::uint8_t byte_at(std::string_view in, std::size_t at) { return static_cast<std::uint8_t>(in[at]); }

// How long the sequence is that `lead` begins, 2 to 4.
std::size_t sequence_bytes(std::uint8_t lead) { return lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4); }

bool has_continuations(std::string_view in, std::size_t at, std::size_t count) {
  if (in.size() - at < count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if ((byte_at(in, at + i) & 0xC0) != 0x80) return false;
  }
  return true;
}

std::uint32_t point_of(std::string_view in, std::size_t at, std::size_t bytes) {
  std::uint32_t point = byte_at(in, at) & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) point = point << 6 | (byte_at(in, at + i) & 0x3FU);
  return point;
}

// Four digits, more where the point needs them.
std::size_t write_point(std::uint32_t point, char* out) {
  int shift = 12;
  while (shift < 20 && point >> (shift + 4) != 0) shift += 4;
  std::size_t written = 0;
  out[written++] = '%';
  out[written++] = 'u';
  for (; shift >= 0; shift -= 4) out[written++] = kHexDigits[point >> shift & 15];
  return written;
}

bool is_ill_formed(std::uint32_t point, std::size_t bytes) {
  static constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  return point < kLeast[bytes];
}

}  // namespace

std::size_t utf8_to_unicode(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  for (std::size_t i = 0; i < in.size();) {
    const std::uint8_t lead = byte_at(in, i);
    if (lead < 0xC0 || lead >= 0xF8) {
      out[written] = in[i++];
      written += static_cast<std::size_t>(lead != 0);
      continue;
    }
    if (lead >= 0xF5) out[written++] = in[i];
    const std::size_t bytes = sequence_bytes(lead);
    if (!has_continuations(in, i + 1, bytes - 1)) {
      ++i;
      continue;
    }
    const std::uint32_t point = point_of(in, i, bytes);
    written += write_point(point, out + written);
    if (point >= 0xD800 && point <= 0xDFFF) out[written++] = in[i];
    if (is_ill_formed(point, bytes)) out[written++] = in[i];
    i += bytes;
  }
  return written;
}

}  // namespace bulkhead::text

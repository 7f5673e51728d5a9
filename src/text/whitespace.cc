// t:compressWhitespace, t:removeWhitespace, t:trim, t:trimLeft, t:trimRight: white space of the C locale.
//
// removeWhitespace takes the bytes A0 and C2 for white space as well, so that a no-break space goes in
// Latin-1 and in UTF-8; other characters that are written with one of them lose it too.

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "text/ascii.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

constexpr std::array<std::uint8_t, 256> kept_by_remove_whitespace() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    table[byte] = !is_space(static_cast<char>(byte)) && byte != 0xA0 && byte != 0xC2;
  }
  return table;
}

constexpr std::array<std::uint8_t, 256> kKept = kept_by_remove_whitespace();

std::string_view without_leading(std::string_view text) {
  const auto first = std::find_if_not(text.begin(), text.end(), is_space);
  return text.substr(static_cast<std::size_t>(first - text.begin()));
}

std::string_view without_trailing(std::string_view text) {
  const auto last = std::find_if_not(text.rbegin(), text.rend(), is_space);
  return text.substr(0, text.size() - static_cast<std::size_t>(last - text.rbegin()));
}

std::size_t copy(std::string_view text, char* out) {
  if (!text.empty()) std::memcpy(out, text.data(), text.size());
  return text.size();
}

}  // namespace

std::size_t compress_whitespace(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  bool after_space = false;
  const auto take = [&](std::string_view part) {
    for (const char c : part) {
      const bool space = is_space(c);
      out[written] = space ? ' ' : c;
      written += static_cast<std::size_t>(!(space && after_space));
      after_space = space;
    }
  };
  // Sixteen bytes in which nothing is to be done, as in most prose, are copied at once.
  std::size_t i = 0;
  for (; i + 16 <= in.size(); i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in.data() + i));
    const __m128i before_tab = _mm_set1_epi8('\t' - 1);
    const __m128i after_return = _mm_set1_epi8('\r' + 1);
    const __m128i others =
        _mm_and_si128(_mm_cmpgt_epi8(bytes, before_tab), _mm_cmplt_epi8(bytes, after_return));
    const auto blanks = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' '))));
    const unsigned before = blanks << 1 | static_cast<unsigned>(after_space);
    if (_mm_movemask_epi8(others) != 0 || (blanks & before) != 0) {
      take(in.substr(i, 16));
      continue;
    }
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + written), bytes);
    written += 16;
    after_space = (blanks >> 15) != 0;
  }
  take(in.substr(i));
  return written;
}

std::size_t remove_whitespace(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  for (const char c : in) {
    out[written] = c;
    written += kKept[static_cast<std::uint8_t>(c)];
  }
  return written;
}

std::size_t trim(std::string_view in, char* out) noexcept {
  return copy(without_leading(without_trailing(in)), out);
}

std::size_t trim_left(std::string_view in, char* out) noexcept { return copy(without_leading(in), out); }

std::size_t trim_right(std::string_view in, char* out) noexcept { return copy(without_trailing(in), out); }

}  // namespace bulkhead::text

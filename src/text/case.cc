// t:lowercase, t:uppercase: ASCII letters; all other bytes stay.
//
// Sixteen bytes at a time: SSE2 is part of every x86-64.

#include <emmintrin.h>

#include <cstdint>
#include <cstring>

#include "text/ascii.h"
#include "text/fold.h"
#include "text/transformations.h"

namespace bulkhead::text {

void fold(std::string_view text, char* out) noexcept {
  std::size_t i = 0;
  const __m128i before_a = _mm_set1_epi8('A' - 1);
  const __m128i after_z = _mm_set1_epi8('Z' + 1);
  const __m128i bit = _mm_set1_epi8(0x20);
  for (; i + 16 <= text.size(); i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i));
    const __m128i upper = _mm_and_si128(_mm_cmpgt_epi8(bytes, before_a), _mm_cmplt_epi8(bytes, after_z));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), _mm_or_si128(bytes, _mm_and_si128(upper, bit)));
  }
  // Eight more, by arithmetic on a word: 0x20 where a byte is in A to Z.
  for (; i + 8 <= text.size(); i += 8) {
    constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, sizeof word);
    const std::uint64_t low = word & (kOnes * 0x7f);
    const std::uint64_t upper =
        (low + kOnes * (0x80 - 'A')) & ~(low + kOnes * (0x7f - 'Z')) & ~word & (kOnes * 0x80);
    word |= upper >> 2;
    std::memcpy(out + i, &word, sizeof word);
  }
  for (; i < text.size(); ++i) out[i] = to_lower(text[i]);
}

std::size_t lowercase(std::string_view in, char* __restrict out) noexcept {
  fold(in, out);
  return in.size();
}

std::size_t uppercase(std::string_view in, char* __restrict out) noexcept {
  const char* __restrict text = in.data();
  const std::size_t size = in.size();
  for (std::size_t i = 0; i < size; ++i) out[i] = to_upper(text[i]);
  return size;
}

}  // namespace bulkhead::text

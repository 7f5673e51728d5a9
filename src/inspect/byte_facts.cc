#include "inspect/byte_facts.h"

#include <emmintrin.h>

#include "lexicon/transformation.h"
#include "text/transform.h"

namespace bulkhead::inspect {

namespace {

std::uint64_t always_triggered() {
  std::uint64_t bits = 0;
  for (std::size_t t = 0; t < lexicon::kTransformations; ++t) {
    if (text::triggers(static_cast<lexicon::Transformation>(t)) == ByteSet::all())
      bits |= std::uint64_t{1} << t;
  }
  return bits;
}

const std::uint64_t kAlwaysTriggered = always_triggered();

}  // namespace

ByteFacts facts_of(const ByteTable& table, std::string_view text) {
  const auto at = [&](std::size_t i) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(&table[static_cast<std::uint8_t>(text[i])]));
  };
  __m128i one = _mm_setzero_si128();
  __m128i two = _mm_setzero_si128();
  std::size_t i = 0;
  for (; i + 4 <= text.size(); i += 4) {
    one = _mm_or_si128(one, _mm_or_si128(at(i), at(i + 1)));
    two = _mm_or_si128(two, _mm_or_si128(at(i + 2), at(i + 3)));
  }
  for (; i < text.size(); ++i) one = _mm_or_si128(one, at(i));
  ByteFacts facts;
  _mm_store_si128(reinterpret_cast<__m128i*>(&facts), _mm_or_si128(one, two));
  facts.triggers |= kAlwaysTriggered;
  return facts;
}

}  // namespace bulkhead::inspect

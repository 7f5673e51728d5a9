// Any bytes through chains of transformations. The first byte says how many, the next ones which, the rest is
// the text. Ends when one writes outside its room, changes a value that holds none of its triggers, or, where
// doing it twice must be doing it once, changes its own output.

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "text/transform.h"

namespace {

using namespace bulkhead;
using text::Transformation;

constexpr std::size_t kChainMax = 6;

constexpr std::array<text::UnicodeMapping, 3> kMappings{{{0x00A1, '!'}, {0x2215, '/'}, {0xFF0E, '.'}}};

// In and out lie in blocks of exactly their size, so that the address sanitizer sees the first byte too much.
std::string transformed(Transformation transformation, std::string_view in, const text::UnicodeMap* map) {
  const std::size_t bytes_max = text::output_bytes_max(transformation, in.size());
  const auto given = std::make_unique_for_overwrite<char[]>(in.size());
  const auto room = std::make_unique_for_overwrite<char[]>(bytes_max);
  std::copy(in.begin(), in.end(), given.get());
  const std::size_t bytes = text::transform(transformation, {given.get(), in.size()}, room.get(), map);
  BULKHEAD_ASSERT(bytes <= bytes_max);
  BULKHEAD_ASSERT(std::equal(in.begin(), in.end(), given.get()));
  return {room.get(), bytes};
}

bool holds_trigger(Transformation transformation, std::string_view value) {
  const ByteSet& triggers = text::triggers(transformation);
  return triggers == ByteSet::all() || std::any_of(value.begin(), value.end(), [&](char c) {
           return triggers.contains(static_cast<std::uint8_t>(c));
         });
}

// Decoders are not: what they decode may be an encoding again. Neither are the comments: what encloses one
// may make another.
bool is_idempotent(Transformation transformation) {
  switch (transformation) {
    using enum Transformation;
    case kCmdLine:
    case kCompressWhitespace:
    case kLowercase:
    case kParityZero7bit:
    case kRemoveNulls:
    case kRemoveWhitespace:
    case kReplaceNulls:
    case kTrim:
    case kTrimLeft:
    case kTrimRight:
    case kUppercase: return true;
    default: return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t chain = std::min<std::size_t>(bytes[0] % kChainMax + 1, size - 1);
  const text::UnicodeMap mappings{kMappings};
  const text::UnicodeMap* const map = (bytes[0] & 0x80) != 0 ? &mappings : nullptr;
  std::string value(reinterpret_cast<const char*>(bytes) + 1 + chain, size - 1 - chain);
  for (std::size_t i = 0; i < chain; ++i) {
    const auto transformation = static_cast<Transformation>(bytes[1 + i] % lexicon::kTransformations);
    std::string out = transformed(transformation, value, map);
    BULKHEAD_ASSERT(out == value || holds_trigger(transformation, value));
    if (is_idempotent(transformation)) BULKHEAD_ASSERT(transformed(transformation, out, map) == out);
    value = std::move(out);
    // Six that each make the value longer would make it 3^6 times as long.
    if (value.size() > 65'536) break;
  }
  return 0;
}

// The transformations of SecLang (`t:…`): what a value looks like to a rule before it is compared.
//
// Bytes in, bytes out, the same bytes as ModSecurity 3.0.9 makes; where that would be a hole, the file of the
// transformation says `Differs:`. Which transformations run, and in which order, is the caller's.

#pragma once

#include <cstddef>
#include <string_view>

#include "base/byte_set.h"
#include "lexicon/transformation.h"
#include "text/unicode_map.h"

namespace bulkhead::text {

using lexicon::Transformation;

/// Bytes at least one of which is in every value that the transformation changes: a value without any is its
/// own output, byte for byte. `ByteSet::all()` where every value may change, also the empty one.
///
/// The empty value stays empty, but for `length` ("0"), `md5` (16 bytes) and `sha1` (20 bytes).
///
/// Cost  O(1).
const ByteSet& triggers(Transformation transformation) noexcept;

/// The most bytes that transform() writes for an input of `input_bytes`. Never below `input_bytes` but for
/// `length`, `md5` and `sha1`, whose outputs have a size of their own.
///
/// Cost  O(1). Requires: input_bytes below 2^60.
std::size_t output_bytes_max(Transformation transformation, std::size_t input_bytes) noexcept;

/// Writes the transformed value to `out` and returns its length in bytes. What lies behind it, up to
/// output_bytes_max(), may have been written too.
///
/// `map` is what `urlDecodeUni` makes bytes of `%uHHHH` with; the others do not look at it. Null: no map.
///
/// Ownership  Keeps nothing. `out` has room for output_bytes_max() and never overlaps `in`.
/// Threads    Thread-safe.
/// Cost       Linear in the input, one pass, no heap.
/// Errors     None. Decoders leave what is not their encoding as it is, but for `base64Decode`, which makes it empty,
///            and `hexDecode`, which does not ask.
std::size_t transform(Transformation transformation, std::string_view in, char* out,
                      const UnicodeMap* map) noexcept;

}  // namespace bulkhead::text

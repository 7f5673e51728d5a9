// The transformations of SecLang (`t:…`), by name.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bulkhead::lexicon {

/// One transformation. The numbers are written into images: append only.
enum class Transformation : std::uint8_t {
  kBase64Decode,
  kBase64DecodeExt,
  kBase64Encode,
  kCmdLine,
  kCompressWhitespace,
  kCssDecode,
  kEscapeSeqDecode,
  kHexDecode,
  kHexEncode,
  kHtmlEntityDecode,
  kJsDecode,
  kLength,
  kLowercase,
  kMd5,
  kNormalisePath,
  kNormalisePathWin,
  kParityEven7bit,
  kParityOdd7bit,
  kParityZero7bit,
  kRemoveComments,
  kRemoveCommentsChar,
  kRemoveNulls,
  kRemoveWhitespace,
  kReplaceComments,
  kReplaceNulls,
  kSha1,
  kSqlHexDecode,
  kTrim,
  kTrimLeft,
  kTrimRight,
  kUppercase,
  kUrlDecode,
  kUrlDecodeUni,
  kUrlEncode,
  kUtf8ToUnicode,
};
inline constexpr std::size_t kTransformations = 35;

/// Its name as the reference manual spells it.
std::string_view name(Transformation transformation);

/// By name, letters in any case; also the manual's second spellings (normalizePath, normalizePathWin). Nothing for `none`,
/// which is not a transformation but takes all before it away.
std::optional<Transformation> find_transformation(std::string_view name);

}  // namespace bulkhead::lexicon

#include "lexicon/transformation.h"

#include "lexicon/spelling.h"

namespace bulkhead::lexicon {

namespace {

constexpr std::array<std::string_view, kTransformations> kNames = {
    "base64Decode",       "base64DecodeExt",
    "base64Encode",       "cmdLine",
    "compressWhitespace", "cssDecode",
    "escapeSeqDecode",    "hexDecode",
    "hexEncode",          "htmlEntityDecode",
    "jsDecode",           "length",
    "lowercase",          "md5",
    "normalisePath",      "normalisePathWin",
    "parityEven7bit",     "parityOdd7bit",
    "parityZero7bit",     "removeComments",
    "removeCommentsChar", "removeNulls",
    "removeWhitespace",   "replaceComments",
    "replaceNulls",       "sha1",
    "sqlHexDecode",       "trim",
    "trimLeft",           "trimRight",
    "uppercase",          "urlDecode",
    "urlDecodeUni",       "urlEncode",
    "utf8toUnicode",
};

}  // namespace

std::string_view name(Transformation transformation) {
  return kNames.at(static_cast<std::size_t>(transformation));
}

std::optional<Transformation> find_transformation(std::string_view name) {
  if (same_word(name, "normalizePath")) return Transformation::kNormalisePath;
  if (same_word(name, "normalizePathWin")) return Transformation::kNormalisePathWin;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (same_word(name, kNames[i])) return static_cast<Transformation>(i);
  }
  return std::nullopt;
}

}  // namespace bulkhead::lexicon

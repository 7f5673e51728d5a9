#include "text/transform.h"

#include <array>
#include <bit>
#include <cstdint>

#include "text/transformations.h"

namespace bulkhead::text {
namespace {

// How the size of the output follows from that of the input, at most.
enum class Growth : std::uint8_t { kNone, kTwice, kThrice, kBase64, kUtf8, kDecimal, kMd5, kSha1 };

struct Row {
  std::size_t (*run)(std::string_view in, char* out) noexcept = nullptr;
  ByteSet triggers;
  Growth growth = Growth::kNone;
};

std::size_t url_decode_uni_without_map(std::string_view in, char* out) noexcept {
  return url_decode_uni(in, out, nullptr);
}

constexpr ByteSet kWhitespace(" \t\n\v\f\r");
constexpr ByteSet kUpper = ByteSet::range('A', 'Z');
constexpr ByteSet kLower = ByteSet::range('a', 'z');
constexpr ByteSet kNull = ByteSet::range(0, 0);

// Where the parity of all eight bits, or its opposite, is not the eighth bit.
constexpr ByteSet with_other_parity(int odd_bits) {
  ByteSet set;
  for (unsigned byte = 0; byte < 256; ++byte) {
    const unsigned parity = (std::popcount(byte) & 1) == odd_bits ? 1 : 0;
    if (parity != byte >> 7) set.insert(static_cast<std::uint8_t>(byte));
  }
  return set;
}

// What two or more bytes together make needs one of them as a trigger only: the one that is rare in plain
// values.
constexpr std::array<Row, lexicon::kTransformations> rows() {
  using enum Transformation;
  std::array<Row, lexicon::kTransformations> rows{};
  const auto row = [&](Transformation at) -> Row& { return rows[static_cast<std::size_t>(at)]; };
  row(kBase64Decode) = {base64_decode, ByteSet::all()};
  row(kBase64DecodeExt) = {base64_decode_ext, ByteSet::all()};
  row(kBase64Encode) = {base64_encode, ByteSet::all(), Growth::kBase64};
  row(kCmdLine) = {cmd_line, ByteSet("\"'\\^ ,;\t\r\n") | kUpper};
  row(kCompressWhitespace) = {compress_whitespace, kWhitespace};
  row(kCssDecode) = {css_decode, ByteSet("\\")};
  row(kEscapeSeqDecode) = {escape_seq_decode, ByteSet("\\")};
  row(kHexDecode) = {hex_decode, ByteSet::all()};
  row(kHexEncode) = {hex_encode, ByteSet::all(), Growth::kTwice};
  row(kHtmlEntityDecode) = {html_entity_decode, ByteSet("&")};
  row(kJsDecode) = {js_decode, ByteSet("\\")};
  row(kLength) = {length, ByteSet::all(), Growth::kDecimal};
  row(kLowercase) = {lowercase, kUpper};
  row(kMd5) = {md5, ByteSet::all(), Growth::kMd5};
  row(kNormalisePath) = {normalise_path, ByteSet("/.")};
  row(kNormalisePathWin) = {normalise_path_win, ByteSet("/.\\")};
  row(kParityEven7bit) = {parity_even_7bit, with_other_parity(1)};
  row(kParityOdd7bit) = {parity_odd_7bit, with_other_parity(0)};
  row(kParityZero7bit) = {parity_zero_7bit, ByteSet::range(0x80, 0xFF)};
  row(kRemoveComments) = {remove_comments, ByteSet("*-#")};
  row(kRemoveCommentsChar) = {remove_comments_char, ByteSet("*-#")};
  row(kRemoveNulls) = {remove_nulls, kNull};
  row(kRemoveWhitespace) = {remove_whitespace, kWhitespace | ByteSet("\xA0\xC2")};
  row(kReplaceComments) = {replace_comments, ByteSet("*")};
  row(kReplaceNulls) = {replace_nulls, kNull};
  row(kSha1) = {sha1, ByteSet::all(), Growth::kSha1};
  row(kSqlHexDecode) = {sql_hex_decode, ByteSet("xX")};
  row(kTrim) = {trim, kWhitespace};
  row(kTrimLeft) = {trim_left, kWhitespace};
  row(kTrimRight) = {trim_right, kWhitespace};
  row(kUppercase) = {uppercase, kLower};
  row(kUrlDecode) = {url_decode, ByteSet("%+")};
  row(kUrlDecodeUni) = {url_decode_uni_without_map, ByteSet("%+")};
  row(kUrlEncode) = {url_encode, ~(kUpper | kLower | ByteSet::range('0', '9') | ByteSet("*")),
                     Growth::kThrice};
  row(kUtf8ToUnicode) = {utf8_to_unicode, kNull | ByteSet::range(0xC0, 0xF7), Growth::kUtf8};
  return rows;
}

constexpr std::array<Row, lexicon::kTransformations> kRows = rows();

const Row& row_of(Transformation transformation) { return kRows[static_cast<std::size_t>(transformation)]; }

}  // namespace

const ByteSet& triggers(Transformation transformation) noexcept { return row_of(transformation).triggers; }

std::size_t output_bytes_max(Transformation transformation, std::size_t input_bytes) noexcept {
  switch (row_of(transformation).growth) {
    case Growth::kNone: return input_bytes;
    case Growth::kTwice: return 2 * input_bytes;
    case Growth::kThrice: return 3 * input_bytes;
    case Growth::kBase64: return (input_bytes + 2) / 3 * 4;
    // The worst are overlong pairs: `%uHHHH` and the first byte for two bytes. A byte by itself is never more
    // than one.
    case Growth::kUtf8: return input_bytes / 2 * 7 + input_bytes % 2;
    case Growth::kDecimal: return 20;
    case Growth::kMd5: return 16;
    case Growth::kSha1: return 20;
  }
  return input_bytes;
}

std::size_t transform(Transformation transformation, std::string_view in, char* out,
                      const UnicodeMap* map) noexcept {
  if (transformation == Transformation::kUrlDecodeUni) return url_decode_uni(in, out, map);
  return row_of(transformation).run(in, out);
}

}  // namespace bulkhead::text

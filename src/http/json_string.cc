#include "http/json_string.h"

#include <cstring>

#include "http/ascii.h"

namespace bulkhead::http {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kHighBits = 0x8080808080808080;

/// Nonzero when one of the eight bytes is a quote, a backslash, a control character or not ASCII.
constexpr std::uint64_t special_bytes(std::uint64_t word) {
  const std::uint64_t quote = word ^ (kOnes * '"');
  const std::uint64_t backslash = word ^ (kOnes * '\\');
  return (word | (word - kOnes * 0x20) | (quote - kOnes) | (backslash - kOnes)) & kHighBits;
}

/// The first byte from `at` on that is special; the end of the text when there is none.
std::size_t skip_plain(std::string_view json, std::size_t at) {
  while (json.size() - at >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, json.data() + at, sizeof(word));
    if (special_bytes(word) != 0) break;
    at += sizeof(word);
  }
  for (; at < json.size(); ++at) {
    const auto byte = static_cast<unsigned char>(json[at]);
    if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') break;
  }
  return at;
}

/// How many bytes the escape takes whose backslash is at `at`; 0: it is none.
std::size_t escape_bytes(std::string_view json, std::size_t at) {
  if (json.size() - at < 2) return 0;
  static constexpr std::string_view kShort = "\"\\/bfnrt";
  if (kShort.find(json[at + 1]) != std::string_view::npos) return 2;
  if (json[at + 1] != 'u' || json.size() - at < 6) return 0;
  for (std::size_t i = 2; i < 6; ++i)
    if (!is_hex_digit(json[at + i])) return 0;
  return 6;
}

/// How many bytes the character takes that begins at `at` and is not ASCII; 0: it is none.
std::size_t sequence_bytes(std::string_view json, std::size_t at) {
  const auto first = static_cast<unsigned char>(json[at]);
  const std::size_t bytes = first >> 5 == 0x06 ? 2 : first >> 4 == 0x0E ? 3 : first >> 3 == 0x1E ? 4 : 0;
  if (bytes == 0 || json.size() - at < bytes) return 0;
  for (std::size_t i = 1; i < bytes; ++i)
    if ((static_cast<unsigned char>(json[at + i]) >> 6) != 0x02) return 0;
  return bytes;
}

/// How many bytes the characters take that begin at `at` and are not ASCII: text in Greek or Georgian has long runs of them.
std::size_t run_bytes(std::string_view json, std::size_t at) {
  const std::size_t begin = at;
  while (at < json.size() && static_cast<unsigned char>(json[at]) >= 0x80) {
    // Most letters beyond ASCII take two bytes.
    const bool is_pair = json.size() - at >= 2 && static_cast<unsigned char>(json[at]) >> 5 == 0x06 &&
                         static_cast<unsigned char>(json[at + 1]) >> 6 == 0x02;
    const std::size_t bytes = is_pair ? 2 : sequence_bytes(json, at);
    if (bytes == 0) break;
    at += bytes;
  }
  return at - begin;
}

std::uint32_t four_digits(const char* digits) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = lower(digits[i]);
    value = value << 4 | static_cast<std::uint32_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
  }
  return value;
}

bool is_high_surrogate(std::uint32_t unit) { return (unit & 0xFC00) == 0xD800; }
bool is_low_surrogate(std::uint32_t unit) { return (unit & 0xFC00) == 0xDC00; }

/// Writes UTF-8, of surrogates too.
char* write_utf8(char* out, std::uint32_t point) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  if (point < 0x80) {
    *out++ = byte(point);
  } else if (point < 0x800) {
    *out++ = byte(0xC0 | point >> 6);
    *out++ = byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    *out++ = byte(0xE0 | point >> 12);
    *out++ = byte(0x80 | (point >> 6 & 0x3F));
    *out++ = byte(0x80 | (point & 0x3F));
  } else {
    *out++ = byte(0xF0 | point >> 18);
    *out++ = byte(0x80 | (point >> 12 & 0x3F));
    *out++ = byte(0x80 | (point >> 6 & 0x3F));
    *out++ = byte(0x80 | (point & 0x3F));
  }
  return out;
}

char short_escape(char c) {
  switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c;
  }
}

/// Decodes the \u at the start of `rest`, and the one behind it when both make one character. Takes both away.
char* decode_unicode(std::string_view& rest, char* out, bool& lone_surrogate) {
  const std::uint32_t unit = four_digits(rest.data() + 2);
  rest.remove_prefix(6);
  if (is_high_surrogate(unit)) {
    // The string was scanned: behind "\u" stand four digits.
    const std::uint32_t next = rest.starts_with("\\u") ? four_digits(rest.data() + 2) : 0;
    if (!is_low_surrogate(next)) {
      lone_surrogate = true;
      *out++ = '?';
      return out;
    }
    rest.remove_prefix(6);
    return write_utf8(out, 0x10000 + ((unit & 0x3FF) << 10 | (next & 0x3FF)));
  }
  lone_surrogate |= is_low_surrogate(unit);
  return write_utf8(out, unit);
}

}  // namespace

JsonString scan_json_string(std::string_view json, std::size_t begin) {
  JsonString string;
  std::size_t at = begin;
  while (true) {
    at = skip_plain(json, at);
    string.end = at;
    if (at == json.size()) {
      string.error = JsonStringError::kUnterminated;
      return string;
    }
    if (json[at] == '"') {
      string.raw = json.substr(begin, at - begin);
      string.end = at + 1;
      return string;
    }
    std::size_t bytes = 0;
    if (json[at] == '\\') {
      string.escaped = true;
      bytes = escape_bytes(json, at);
      string.error = JsonStringError::kEscape;
    } else if (static_cast<unsigned char>(json[at]) >= 0x80) {
      bytes = run_bytes(json, at);
      string.error = JsonStringError::kUtf8;
    } else {
      string.error = JsonStringError::kControlCharacter;
    }
    if (bytes == 0) return string;
    string.error = JsonStringError::kNone;
    at += bytes;
  }
}

std::optional<DecodedJsonString> decode_json_string(const JsonString& string, Arena& arena) {
  if (!string.escaped) return DecodedJsonString{string.raw, false};
  // No escape is shorter than what it stands for.
  char* const begin = static_cast<char*>(arena.take(string.raw.size(), 1));
  if (begin == nullptr) return {};
  DecodedJsonString decoded;
  char* out = begin;
  std::string_view rest = string.raw;
  while (!rest.empty()) {
    const std::string_view plain = rest.substr(0, rest.find('\\'));
    std::memcpy(out, plain.data(), plain.size());
    out += plain.size();
    rest.remove_prefix(plain.size());
    if (rest.empty()) break;
    if (rest[1] == 'u') {
      out = decode_unicode(rest, out, decoded.lone_surrogate);
    } else {
      *out++ = short_escape(rest[1]);
      rest.remove_prefix(2);
    }
  }
  const auto bytes = static_cast<std::size_t>(out - begin);
  arena.shrink_last(string.raw.size(), bytes);
  decoded.text = {begin, bytes};
  return decoded;
}

}  // namespace bulkhead::http

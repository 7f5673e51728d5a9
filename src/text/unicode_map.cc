#include "text/unicode_map.h"

#include <charconv>
#include <map>
#include <string>

#include "base/escape.h"

namespace bulkhead::text {
namespace {

constexpr std::string_view kBlank = " \t\r";

// Takes the next word off `line`; empty when there is none.
std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(kBlank));
  line.remove_prefix(word.size());
  return word;
}

// All of `digits` as a number of at most `digits_max` digits.
std::optional<unsigned> number(std::string_view digits, int base, std::size_t digits_max) {
  unsigned value = 0;
  if (digits.empty() || digits.size() > digits_max) return std::nullopt;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<UnicodeMapping> mapping_of(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto code = number(word.substr(0, colon), 16, 4);
  const auto byte = number(word.substr(colon + 1), 16, 2);
  if (!code || !byte) return std::nullopt;
  return UnicodeMapping{.code = static_cast<std::uint16_t>(*code), .byte = static_cast<std::uint8_t>(*byte)};
}

std::string at_line(std::size_t line) { return "Unicode map, line " + std::to_string(line) + ": "; }

// A line without a colon in its first word heads a section, also where no number is in it: such a section has
// none.
bool is_heading(std::string_view line) {
  const std::string_view word = next_word(line);
  return !word.empty() && word.find(':') == std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(unsigned code_page) : code_page_(code_page) {
    for (const char16_t full_stop : {u'\x2E', u'\x3002', u'\xFF0E', u'\xFF61'}) bytes_[full_stop] = '.';
  }

  Status take(std::string_view line) {
    ++line_;
    if (is_heading(line)) {
      inside_ = !found_ && number(next_word(line), 10, 9) == code_page_;
      found_ = found_ || inside_;
      return {};
    }
    if (!inside_) return {};
    for (std::string_view word = next_word(line); !word.empty(); word = next_word(line)) {
      const auto mapping = mapping_of(word);
      if (!mapping) {
        return fail(ErrorCode::kInvalid, at_line(line_) + "not a mapping of the form hhhh:hh: \"" +
                                             escape_log(cut(word, 40)) + "\"");
      }
      bytes_[mapping->code] = mapping->byte;
    }
    return {};
  }

  bool found() const { return found_; }

  std::vector<UnicodeMapping> mappings() const {
    std::vector<UnicodeMapping> mappings;
    mappings.reserve(bytes_.size());
    for (const auto& [code, byte] : bytes_) mappings.push_back({.code = code, .byte = byte});
    return mappings;
  }

 private:
  unsigned code_page_;
  std::size_t line_ = 0;
  bool inside_ = false;
  bool found_ = false;
  std::map<std::uint16_t, std::uint8_t> bytes_;
};

}  // namespace

Result<std::vector<UnicodeMapping>> parse_unicode_map(std::string_view text, unsigned code_page) {
  Reader reader(code_page);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (const auto taken = reader.take(line); !taken) return fail_as(taken);
  }
  if (!reader.found()) {
    return fail(ErrorCode::kNotFound, "Unicode map: no code page " + std::to_string(code_page));
  }
  return reader.mappings();
}

}  // namespace bulkhead::text

// t:cmdLine: a command line as a shell would see it, whatever it is dressed up with. Quotes, backslashes and
// carets go; commas, semicolons and blanks become one space, and none before "/" and "("; letters become
// small.

#include <array>
#include <cstdint>

#include "text/ascii.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

enum class Kind : std::uint8_t { kPlain, kDropped, kBlank, kOpening };

struct Character {
  char written = 0;
  Kind kind = Kind::kPlain;
};

constexpr std::array<Character, 256> characters() {
  std::array<Character, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte) table[byte] = {to_lower(static_cast<char>(byte)), Kind::kPlain};
  for (const char c : std::string_view("\"'\\^")) table[static_cast<std::uint8_t>(c)].kind = Kind::kDropped;
  for (const char c : std::string_view(" ,;\t\r\n"))
    table[static_cast<std::uint8_t>(c)] = {' ', Kind::kBlank};
  for (const char c : std::string_view("/(")) table[static_cast<std::uint8_t>(c)].kind = Kind::kOpening;
  return table;
}

constexpr std::array<Character, 256> kCharacters = characters();

}  // namespace

std::size_t cmd_line(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  bool after_space = false;  // The last byte written is the space of a blank.
  for (const char c : in) {
    const Character character = kCharacters[static_cast<std::uint8_t>(c)];
    const bool is_dropped = character.kind == Kind::kDropped;
    const bool is_blank = character.kind == Kind::kBlank;
    written -= static_cast<std::size_t>(after_space && character.kind == Kind::kOpening);
    out[written] = character.written;
    written += static_cast<std::size_t>(!is_dropped && !(is_blank && after_space));
    after_space = is_blank || (after_space && is_dropped);
  }
  return written;
}

}  // namespace bulkhead::text

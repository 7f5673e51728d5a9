#include "match/regex/rarity.h"

#include <algorithm>
#include <array>

namespace bulkhead::match::regex {
namespace {

constexpr std::uint64_t kMillion = 1'000'000;
constexpr std::uint64_t kTrillion = kMillion * kMillion;

using Table = std::array<std::uint32_t, 256>;

constexpr Table table() {
  Table per_million{};
  per_million.fill(60);  // control bytes
  for (std::size_t high = 0x80; high < 0x100; ++high) per_million[high] = 250;
  // Letters a to z of English text, taken down to 520,000 in all; capitals a sixth of that.
  constexpr std::array<std::uint32_t, 26> kLetters = {
      42'000, 9'000,  18'000, 20'000, 60'000, 11'000, 11'000, 20'000, 38'000, 2'500,  6'000, 22'000, 17'000,
      36'000, 38'000, 13'000, 1'500,  33'000, 34'000, 44'000, 16'000, 7'000,  10'000, 3'500, 9'500,  2'000};
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    per_million['a' + i] = kLetters[i];
    per_million['A' + i] = kLetters[i] / 6;
  }
  for (std::size_t digit = '0'; digit <= '9'; ++digit) per_million[digit] = 18'000;
  struct Sign {
    char sign;
    std::uint32_t per_million;
  };
  constexpr Sign kSigns[] = {
      {' ', 40'000}, {'.', 22'000}, {'-', 20'000}, {'/', 18'000}, {'_', 14'000}, {'=', 10'000},
      {'%', 8'000},  {'&', 8'000},  {':', 8'000},  {',', 7'000},  {'+', 6'000},  {'"', 6'000},
      {';', 4'000},  {'?', 2'000},  {'@', 2'000},  {'\n', 2'000}, {'{', 1'500},  {'}', 1'500},
      {'[', 1'500},  {']', 1'500},  {'(', 1'500},  {')', 1'500},  {'*', 1'200},  {'\r', 1'000},
      {'\'', 900},   {'<', 600},    {'>', 600},    {'\t', 500},   {'!', 500},    {'#', 500},
      {'$', 300},    {'\\', 300},   {'~', 250},    {'|', 200},    {'`', 100},    {'^', 100},
  };
  for (const Sign& row : kSigns) per_million[static_cast<std::uint8_t>(row.sign)] = row.per_million;
  return per_million;
}

constexpr Table kPerMillion = table();

}  // namespace

std::uint32_t byte_per_million(std::uint8_t byte) { return kPerMillion[byte]; }

std::uint32_t bytes_per_million(const ByteSet& bytes) {
  std::uint32_t sum = 0;
  for (unsigned byte = 0; byte < 256; ++byte) {
    if (bytes.contains(static_cast<std::uint8_t>(byte))) sum += kPerMillion[byte];
  }
  return sum;
}

std::uint64_t literal_per_trillion(std::string_view literal) {
  std::uint64_t rarity = kTrillion;
  for (const char c : literal) {
    const auto byte = static_cast<std::uint8_t>(c);
    std::uint64_t per_million = kPerMillion[byte];
    if (byte >= 'a' && byte <= 'z') per_million += kPerMillion[static_cast<std::size_t>(byte - 'a' + 'A')];
    // Text is not random: what came before makes the next byte likelier than alone.
    rarity = rarity * std::min(per_million * 2, kMillion) / kMillion;
  }
  return std::max<std::uint64_t>(rarity, 1);
}

}  // namespace bulkhead::match::regex

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "demo/people/country.h"

namespace bulkhead::demo {
namespace {

// The remainder of ISO 7064 MOD 97-10 over `text`, letters counting 10 to 35; 97 on any other character.
int remainder_97(std::string_view text) {
  int remainder = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      remainder = (remainder * 10 + (c - '0')) % 97;
    } else if (c >= 'A' && c <= 'Z') {
      remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
    } else {
      return 97;
    }
  }
  return remainder;
}

// Bank and branch in seven digits, then their check digit: weights 9,7,3,1,9,7,3.
std::string bank_and_check(std::string_view bank) {
  static constexpr std::array<int, 7> kWeights = {9, 7, 3, 1, 9, 7, 3};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (bank[i] - '0');
  return fmt::format("{}{}", bank, (10 - sum % 10) % 10);
}

}  // namespace

std::string make_iban(std::uint64_t account) {
  // Bank 999 is nobody's.
  const std::string body = bank_and_check(fmt::format("999{:04}", account % 40 + 1)) +
                           fmt::format("{:016}", account % 10'000'000'000'000'000ULL);
  return fmt::format("AL{:02}{}", 98 - remainder_97(body + "AL00"), body);
}

bool is_iban(std::string_view text) {
  std::string packed;
  for (const char c : text) {
    if (c != ' ') packed.push_back(c);
  }
  if (packed.size() < 15 || packed.size() > 34) return false;
  return remainder_97(packed.substr(4) + packed.substr(0, 4)) == 1;
}

}  // namespace bulkhead::demo

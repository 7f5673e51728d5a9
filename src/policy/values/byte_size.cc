#include "policy/values/byte_size.h"

#include <array>
#include <charconv>
#include <limits>

namespace bulkhead::policy {

namespace {

struct Unit {
  std::string_view name;
  unsigned shift;
};
constexpr std::array<Unit, 5> kUnits = {{{"", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"TiB", 40}}};

}  // namespace

Parsed<std::uint64_t> parse_byte_size(std::string_view text) {
  const auto refused = [] {
    return refuse("this is not a size", "bytes, or a whole number of KiB, MiB or GiB: 16MiB");
  };
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{}) return refused();
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.starts_with(' ') && unit.size() > 1) unit.remove_prefix(1);
  for (const Unit& known : kUnits) {
    if (unit != known.name) continue;
    if (number > std::numeric_limits<std::uint64_t>::max() >> known.shift) return refused();
    return number << known.shift;
  }
  return refused();
}

std::string byte_size_text(std::uint64_t bytes) {
  const Unit* best = &kUnits[0];
  for (const Unit& unit : kUnits) {
    if (bytes != 0 && bytes % (std::uint64_t{1} << unit.shift) == 0) best = &unit;
  }
  if (bytes == 1) return "1 byte";
  const std::string_view name = best->shift == 0 ? "bytes" : best->name;
  return std::to_string(bytes >> best->shift) + " " + std::string(name);
}

}  // namespace bulkhead::policy

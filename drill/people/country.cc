#include "drill/people/country.h"

#include <fmt/format.h>

namespace bulkhead::drill {

const PlayedService* Country::find(std::string_view service) const {
  const auto found = services.find(service);
  return found == services.end() ? nullptr : &found->second;
}

std::string clerk_named(std::uint64_t number) {
  constexpr std::uint64_t kClerks = 40;
  return fmt::format("clerk-{:02}", 1 + number % kClerks);
}

std::string password_of(std::string_view name) {
  constexpr std::size_t kLast = 4;
  // Clerks have their whole id, citizens the last four characters of their number.
  if (name.starts_with("clerk-")) return "demo-" + std::string(name);
  return "demo-" + std::string(name.substr(name.size() - std::min(name.size(), kLast)));
}

}  // namespace bulkhead::drill

// Whose records are in an answer.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "drill/people/country.h"

namespace bulkhead::drill {

/// Different persons of the country whose national number stood in what an attacker received. A number that only looks like
/// one (a company's has the same form) is not counted: the census knows who lives there.
///
/// Memory     At most the country's persons.
/// Threads    One.
class Persons {
 public:
  explicit Persons(const Country& country) : country_(country) {}

  void add_those_in(std::string_view answer);
  void add(const Persons& other) { seen_.insert(other.seen_.begin(), other.seen_.end()); }

  std::uint64_t count() const { return seen_.size(); }

 private:
  const Country& country_;
  std::unordered_set<std::string> seen_;
};

}  // namespace bulkhead::drill

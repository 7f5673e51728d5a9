// What a drill has to know of the services that it plays on: their hosts, their people, what their tasks are called.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace bulkhead::drill {

/// A citizen who finished the task through its forms before the drill, and the answers that did it: what a program sends in
/// over the API.
struct Rehearsed {
  std::string citizen;
  std::map<std::string, std::string> answers;
};

struct PlayedService {
  std::string name;  ///< As in the policy.
  std::string host;
  std::string upstream_address;
  std::uint16_t upstream_port = 0;
  std::string task;                   ///< "tax-return"
  std::string records;                ///< "taxpayers": its register in the API.
  std::vector<std::string> citizens;  ///< National numbers out of its register; not empty.
  std::vector<Rehearsed> rehearsed;   ///< Not empty.

  const std::string& citizen(std::uint64_t number) const { return citizens[number % citizens.size()]; }
};

struct Country {
  std::map<std::string, PlayedService, std::less<>> services;
  std::unordered_set<std::string> persons;  ///< National numbers of all who are in any register.

  const PlayedService* find(std::string_view service) const;
};

/// One of the demo's clerks: "clerk-07".
std::string clerk_named(std::uint64_t number);

/// The password that the demo gives to whoever has this name.
std::string password_of(std::string_view name);

}  // namespace bulkhead::drill

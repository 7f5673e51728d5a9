// What a drill has to know of the services that it plays on: their hosts, their people, what their tasks are called.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bulkhead::drill {

struct PlayedService {
  std::string name;  ///< As in the policy.
  std::string host;
  std::string upstream_address;
  std::uint16_t upstream_port = 0;
  std::string task;      ///< "tax-return"
  std::string records;   ///< "taxpayers": its register in the API.
  /// The answers with which one citizen finished the task through its forms, once and before the drill: what a program sends
  /// in over the API.
  std::map<std::string, std::string> answers;
};

struct Country {
  std::map<std::string, PlayedService, std::less<>> services;
  std::vector<std::string> national_numbers;

  const PlayedService* find(std::string_view service) const;
};

/// The password that the demo gives to whoever has this name.
std::string password_of(std::string_view name);

}  // namespace bulkhead::drill

// The demo's services as programs to be started: one process for each upstream server of a policy on loopback.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "launch/supervisor.h"
#include "policy/policy.h"

namespace bulkhead::launch {

struct DemoOptions {
  std::string program;      ///< bulkhead-demo-service
  std::string data_folder;  ///< Of their databases; made before.
  std::string log_folder;
  std::string name_prefix;  ///< Before each service's name, where several demos run side by side.
  std::optional<std::uint32_t> persons;  ///< How many live in the country.
  std::optional<Milliseconds>
      delay;  ///< Of every request, with `slots` at once: a capacity that no machine changes.
  std::optional<std::uint32_t> slots;
};

std::vector<Part> demo_services(const policy::Policy& policy, const DemoOptions& options);

/// Where a service of the policy is met: "http://tax.localhost:8080/"; empty when no host of it can be written out.
std::string address_of(const policy::Policy& policy, const policy::Service& service);

}  // namespace bulkhead::launch

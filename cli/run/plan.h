// What `bulkhead run` starts, worked out before anything is started.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "launch/places.h"
#include "launch/ports.h"
#include "launch/supervisor.h"
#include "policy/policy.h"

namespace bulkhead::cli {

/// The command line of `bulkhead run`.
struct RunOptions {
  bool demo = false;
  std::optional<std::string> policy;
  std::optional<std::uint32_t> port;       ///< The gateway's first listener.
  std::optional<std::uint32_t> port_base;  ///< All ports.
  std::optional<std::uint32_t> persons;
};

/// Everything that is known before the first program starts.
struct Plan {
  launch::Programs programs;
  launch::Folders folders;
  policy::Policy policy;       ///< As run: personal, and with its ports moved.
  std::string policy_path;     ///< That policy as a file.
  launch::NeededPort api;      ///< The daemon's TCP listener.
  std::string ana_token_path;  ///< Empty without the demo.
  std::string besa_token_path;
  bool demo = false;
  std::optional<std::uint32_t> persons;
};

/// Reads the policy, makes it personal, moves its ports, checks that they are free, and writes it and the tokens into the
/// run's folder. Nothing is started.
Result<Plan> make_plan(const RunOptions& options, const std::string& state_folder, std::uint32_t uid);

/// One program a service of the demo.
std::vector<launch::Part> demo_parts(const Plan& plan);

/// The daemon.
launch::Part daemon_part(const Plan& plan);

/// nginx, with the configuration at `configuration_path`.
launch::Part nginx_part(const Plan& plan, const std::string& configuration_path);

/// "http://tax.localhost:8080/" for a service; empty when it has only wildcard hosts.
std::string address_of(const Plan& plan, const policy::Service& service);

}  // namespace bulkhead::cli

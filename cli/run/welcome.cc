#include "cli/run/welcome.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "base/escape.h"

namespace bulkhead::cli {

namespace {

std::string api_url(const Plan& plan) { return fmt::format("http://{}:{}", plan.api.address, plan.api.port); }

// The door to try things on: tax filing in the demo, else the first.
const policy::Service& example(const Plan& plan) {
  const policy::Service* tax = plan.policy.find_service("tax-filing");
  return tax != nullptr ? *tax : plan.policy.services.front();
}

std::string addresses(const Plan& plan) {
  std::size_t widest = 0;
  for (const policy::Service& service : plan.policy.services) widest = std::max(widest, service.name.size());
  std::string text;
  for (const policy::Service& service : plan.policy.services) {
    text += fmt::format("  {:<{}}  {}\n", service.name, widest, address_of(plan, service));
  }
  if (plan.policy.gateway.status_host && !plan.policy.gateway.listen.empty()) {
    text += fmt::format("  {:<{}}  http://{}:{}/\n", "public status", widest,
                        *plan.policy.gateway.status_host, plan.policy.gateway.listen.front().port);
  }
  return text;
}

// Whom the shell in the other terminal speaks as.
std::string identity(const Plan& plan, std::uint32_t uid) {
  if (uid != 0 || !plan.demo) return fmt::format("  export BULKHEAD_STATE={}\n", plan.folders.state);
  return fmt::format("  export BULKHEAD_URL={} BULKHEAD_TOKEN_FILE={}   # ana: root acts only with --alone\n",
                     api_url(plan), plan.ana_token_path);
}

}  // namespace

std::string welcome_text(const Plan& plan, std::uint32_t uid) {
  std::string text = "\nBulkhead is up; Ctrl-C stops all of it.\n\n" + addresses(plan);
  text += fmt::format("  logs: {}\n", plan.folders.logs);
  if (plan.policy.services.empty()) return text;
  const std::string door = example(plan).name;
  const std::string bulkhead = plan.programs.bulkhead;
  text += "\nThree things to try, in another terminal:\n\n" + identity(plan, uid);
  text += fmt::format("  {} status --watch\n", bulkhead);
  text += fmt::format("  {} close {} --cause attack --for 10m --reason 'trying it out'   # then load {}\n",
                      bulkhead, door, address_of(plan, example(plan)));
  text += fmt::format(
      "  {} close --all --for 5m --reason 'a rehearsal'   # says which second person has to agree\n",
      bulkhead);
  if (plan.demo) {
    text += fmt::format("\nThe second person is besa:\n  {} approve ID --url {} --token-file {}\n", bulkhead,
                        api_url(plan), plan.besa_token_path);
  }
  return text + "\n";
}

std::string welcome_json(const Plan& plan) {
  std::string services;
  for (const policy::Service& service : plan.policy.services) {
    services += fmt::format("{}\n    \"{}\": \"{}\"", services.empty() ? "" : ",", escape_json(service.name),
                            escape_json(address_of(plan, service)));
  }
  return fmt::format(
      "{{\n  \"up\": true,\n  \"state\": \"{}\",\n  \"url\": \"{}\",\n  \"policy\": \"{}\",\n  \"tokens\": "
      "{{\"ana\": \"{}\", \"besa\": \"{}\"}},\n"
      "  \"services\": {{{}\n  }}\n}}\n",
      escape_json(plan.folders.state), api_url(plan), escape_json(plan.policy_path),
      escape_json(plan.ana_token_path), escape_json(plan.besa_token_path), services);
}

}  // namespace bulkhead::cli

#include "cli/run/plan.h"

#include <fmt/core.h>

#include "cli/client.h"
#include "launch/demo_policy.h"
#include "launch/demo_services.h"
#include "launch/gateway.h"
#include "launch/knock.h"
#include "os/file.h"
#include "os/random.h"
#include "policy/reader.h"

namespace bulkhead::cli {

namespace {

constexpr std::uint16_t kApiPortDefault = 8090;
constexpr std::uint32_t kPortMax = 65'535;
constexpr mode_t kSecretMode = 0600;

Result<policy::Policy> read_checked(const std::string& text, const std::string& path) {
  policy::Reading reading = policy::read_policy(text, path);
  if (reading.policy) return std::move(*reading.policy);
  return fail(ErrorCode::kInvalid,
              fmt::format("the policy is not right; `bulkhead check {}` says all of it. First: {}", path,
                          reading.diagnostics.empty() ? "" : reading.diagnostics.front().message));
}

// All ports of the run, the daemon's last, and where they go.
Result<std::map<std::uint16_t, std::uint16_t>> moves(const RunOptions& options, const policy::Policy& policy,
                                                     Plan& plan) {
  std::vector<launch::NeededPort> ports = launch::needed_ports(policy, plan.demo);
  if (options.port_base) {
    ports.push_back(plan.api);
    Result<std::map<std::uint16_t, std::uint16_t>> all = launch::moves_to(ports, *options.port_base);
    if (all) plan.api.port = all->at(plan.api.port);
    return all;
  }
  std::map<std::uint16_t, std::uint16_t> one;
  if (options.port && !policy.gateway.listen.empty()) {
    if (*options.port < 1 || *options.port > kPortMax)
      return fail(ErrorCode::kInvalid, fmt::format("--port is 1 to {}, this is {}", kPortMax, *options.port));
    one[policy.gateway.listen.front().port] = static_cast<std::uint16_t>(*options.port);
  }
  return one;
}

// Those of an earlier run in this folder, so that shells which use them go on working; else new ones.
launch::DemoTokens tokens_of(Plan& plan) {
  plan.ana_token_path = plan.folders.run + "/ana.token";
  plan.besa_token_path = plan.folders.run + "/besa.token";
  os::SystemRandom random;
  launch::DemoTokens tokens = launch::DemoTokens::make(random);
  for (auto [path, token] : {std::pair(&plan.ana_token_path, &tokens.ana.token),
                             std::pair(&plan.besa_token_path, &tokens.besa.token)}) {
    const Result<std::string> kept = os::read_file(*path, token->size() + 1);
    if (kept && kept->size() == token->size() + 1 && kept->ends_with('\n'))
      *token = kept->substr(0, token->size());
  }
  return tokens;
}

Status write_tokens(const Plan& plan, const launch::DemoTokens& tokens) {
  if (Status written = os::write_file_atomically(plan.ana_token_path, tokens.ana.token + "\n", kSecretMode);
      !written)
    return written;
  return os::write_file_atomically(plan.besa_token_path, tokens.besa.token + "\n", kSecretMode);
}

bool gateway_answers(const policy::Policy& policy) {
  for (const policy::Listen& listen : policy.gateway.listen) {
    const bool up = listen.tls ? launch::takes_connections(listen.address, listen.port)
                               : launch::answers_http(listen.address, listen.port, "localhost", "/");
    if (!up) return false;
  }
  return true;
}

// The policy of this run, as text: personal in the demo, its ports moved.
Result<std::string> policy_text(const RunOptions& options, std::uint32_t uid,
                                const launch::DemoTokens& tokens, Plan& plan) {
  const std::string source = options.policy.value_or(plan.programs.demo_policy);
  Result<std::string> text = os::read_file(source, policy::Limits::kFileBytesMax);
  if (!text) return fail(text.error().code, "cannot read the policy: " + text.error().message);
  if (plan.demo) text = launch::personal_policy(*text, uid, tokens);
  const Result<policy::Policy> as_written = read_checked(*text, source);
  if (!as_written) return fail_as(as_written);
  const auto moved = moves(options, *as_written, plan);
  if (!moved) return fail_as(moved);
  text = launch::with_ports_moved(*text, *moved);
  Result<policy::Policy> as_run = read_checked(*text, source);
  if (!as_run) return fail_as(as_run);
  plan.policy = std::move(*as_run);
  return text;
}

Status write_files(const Plan& plan, const std::string& text, const launch::DemoTokens& tokens) {
  if (Status written = os::write_file_atomically(plan.policy_path, text, kSecretMode); !written)
    return written;
  return plan.demo ? write_tokens(plan, tokens) : Status{};
}

}  // namespace

Result<Plan> make_plan(const RunOptions& options, const std::string& state_folder, std::uint32_t uid) {
  Plan plan;
  plan.demo = options.demo || !options.policy;
  plan.persons = options.persons;
  plan.api = {"127.0.0.1", kApiPortDefault, "the daemon"};
  Result<launch::Programs> programs = launch::Programs::find(plan.demo);
  if (!programs) return fail_as(programs);
  plan.programs = std::move(*programs);
  Result<launch::Folders> folders = launch::Folders::make(state_folder);
  if (!folders) return fail_as(folders);
  plan.folders = std::move(*folders);
  plan.policy_path = plan.folders.run + "/bulkhead.yaml";
  const launch::DemoTokens tokens = plan.demo ? tokens_of(plan) : launch::DemoTokens{};
  const Result<std::string> text = policy_text(options, uid, tokens, plan);
  if (!text) return fail_as(text);
  std::vector<launch::NeededPort> ports = launch::needed_ports(plan.policy, plan.demo);
  ports.push_back(plan.api);
  if (Status free = launch::check_ports_free(ports); !free) return fail_as(free);
  if (Status written = write_files(plan, *text, tokens); !written) return fail_as(written);
  return plan;
}

std::string address_of(const Plan& plan, const policy::Service& service) {
  return launch::address_of(plan.policy, service);
}

std::vector<launch::Part> demo_parts(const Plan& plan) {
  launch::DemoOptions options;
  options.program = plan.programs.demo_service;
  options.data_folder = plan.folders.demo;
  options.log_folder = plan.folders.logs;
  options.persons = plan.persons;
  return launch::demo_services(plan.policy, options);
}

launch::Part daemon_part(const Plan& plan) {
  launch::Part part;
  part.program.name = "bulkheadd";
  part.program.log_path = plan.folders.logs + "/bulkheadd.log";
  part.program.words = launch::daemon_words(plan.programs.bulkheadd, plan.folders.state, plan.policy_path,
                                            fmt::format("{}:{}", plan.api.address, plan.api.port));
  part.answers = [state = plan.folders.state] {
    CommonOptions options;
    options.state = state;
    Client client(options);
    client.set_answer_max(std::chrono::milliseconds(500));
    const Result<ApiAnswer> answer = client.call({.path = "/status"});
    return answer && answer->status == 200;
  };
  return part;
}

launch::Part nginx_part(const Plan& plan, const std::string& configuration_path) {
  launch::Part part;
  part.program.name = "nginx";
  part.program.log_path = plan.folders.logs + "/nginx.log";
  part.program.words = launch::nginx_words(plan.programs.nginx, plan.folders.state, configuration_path);
  part.program.words.insert(part.program.words.end(), {"-g", "daemon off;"});
  part.answers = [policy = plan.policy] { return gateway_answers(policy); };
  return part;
}

}  // namespace bulkhead::cli

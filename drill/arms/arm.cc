#include "drill/arms/arm.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "drill/arms/front.h"
#include "launch/demo_policy.h"
#include "launch/demo_services.h"
#include "launch/gateway.h"
#include "launch/knock.h"
#include "launch/ports.h"
#include "os/command.h"
#include "os/file.h"
#include "policy/reader.h"

namespace bulkhead::drill {
namespace {

constexpr mode_t kFolderMode = 0750;
constexpr mode_t kFileMode = 0640;
constexpr mode_t kSecretMode = 0600;
constexpr std::uint16_t kApiPort = 8090;  // the port that is moved to one that is free
constexpr Milliseconds kReloadMax{10'000};

struct Names {
  std::string_view name;
  std::string_view title;
};
constexpr std::array<Names, kArmKinds> kNames = {
    {{"nothing", "nginx alone"},
     {"off-by-hand", "nginx, everything switched off by hand"},
     {"bulkhead", "nginx with Bulkhead"},
     {"modsecurity", "nginx with ModSecurity, CRS and limit_req"},
     {"haproxy", "HAProxy with its limits"},
     {"target", "the gateway that runs there"}}};

Result<policy::Policy> checked(const std::string& text) {
  policy::Reading reading = policy::read_policy(text, "the arm's policy");
  if (reading.policy) return std::move(*reading.policy);
  return fail(ErrorCode::kInvalid,
              "the arm's policy is not right: " +
                  (reading.diagnostics.empty() ? "" : reading.diagnostics.front().message));
}

// The demo's policy, for this arm: whom the gateway believes who people are, and that all of it is a rehearsal.
Result<std::string> trusting(std::string text) {
  constexpr std::string_view kGateway = "\ngateway:\n";
  const auto at = text.find(kGateway);
  if (at == std::string::npos || text.find("trusted_proxies:") != std::string::npos)
    return fail(ErrorCode::kInvalid,
                "the demo's policy is not as it is shipped: the drill adds to its gateway section");
  text.insert(at + kGateway.size(),
              fmt::format("  trusted_proxies: [{}]\n  rehearsal: true\n", kDrillAddress));
  return text;
}

// Workers of the configuration before are not to answer for as long as somebody waits.
Result<std::string> cutting(const Result<std::string>& nginx) {
  constexpr std::string_view kDirective = "worker_shutdown_timeout ";
  if (!nginx) return fail_as(nginx);
  const auto at = nginx->find(kDirective);
  const auto end = at == std::string::npos ? at : nginx->find(';', at);
  if (end == std::string::npos)
    return fail(ErrorCode::kInvalid, "the rendered nginx configuration does not say when its workers end");
  return nginx->substr(0, at) + fmt::format("{}{}ms", kDirective, kSwitchCutsAfter.count()) +
         nginx->substr(end);
}

Status make_folders(const std::string& folder) {
  std::error_code failed;
  std::filesystem::remove_all(folder, failed);
  if (failed) return fail(ErrorCode::kSystem, fmt::format("cannot empty {}: {}", folder, failed.message()));
  std::filesystem::create_directories(std::filesystem::path(folder).parent_path(), failed);
  if (failed) return fail(ErrorCode::kSystem, fmt::format("cannot make {}: {}", folder, failed.message()));
  for (const std::string_view name : {"", "/data", "/logs", "/state"})
    if (Status made = os::make_folder(folder + std::string(name), kFolderMode); !made) return made;
  return {};
}

class Maker {
 public:
  Maker(const ArmOptions& options, const Scenario& scenario, const launch::Programs& programs)
      : options_(options), scenario_(scenario), programs_(programs) {
    arm_.kind = options.kind;
    arm_.folder = std::filesystem::absolute(options.folder).lexically_normal().string();
    arm_.bulkhead = programs.bulkhead;
  }

  Result<Arm> make() {
    for (const auto step : {&Maker::make_policy, &Maker::make_services, &Maker::make_front})
      if (Status done = (this->*step)(); !done) return fail_as(done);
    return std::move(arm_);
  }

 private:
  std::string state() const { return arm_.folder + "/state"; }
  std::string log(std::string_view program) const {
    return fmt::format("{}/logs/{}.log", arm_.folder, program);
  }

  Status make_policy() {
    if (Status made = make_folders(arm_.folder); !made) return made;
    Result<std::string> text = os::read_file(programs_.demo_policy, policy::Limits::kFileBytesMax);
    if (text) text = trusting(launch::personal_policy(*text, geteuid(), tokens_));
    if (!text) return fail_as(text);
    const Result<policy::Policy> as_shipped = checked(*text);
    if (!as_shipped) return fail_as(as_shipped);
    std::vector<launch::NeededPort> ports = launch::needed_ports(*as_shipped, true);
    ports.push_back({"127.0.0.1", kApiPort, "the daemon"});
    const Result<std::uint32_t> base = launch::free_base(ports, options_.ports_from);
    if (!base) return fail_as(base);
    const auto moves = launch::moves_to(ports, *base);
    if (!moves) return fail_as(moves);
    api_port_ = moves->at(kApiPort);
    *text = launch::with_ports_moved(*text, *moves);
    Result<policy::Policy> as_run = checked(*text);
    if (!as_run) return fail_as(as_run);
    arm_.policy = std::move(*as_run);
    const policy::Listen& listen = arm_.policy.gateway.listen.front();
    arm_.target = {{boost::asio::ip::make_address(listen.address), listen.port},
                   boost::asio::ip::make_address(std::string(kDrillAddress))};
    return os::write_file_atomically(policy_path(), *text, kSecretMode);
  }

  Status make_services() {
    launch::DemoOptions options;
    options.program = programs_.demo_service;
    options.data_folder = arm_.folder + "/data";
    options.log_folder = arm_.folder + "/logs";
    options.name_prefix = arm_.part_name("");
    options.delay = scenario_.service_delay;
    options.slots = scenario_.service_slots;
    arm_.services = launch::demo_services(arm_.policy, options);
    return {};
  }

  Status make_front() {
    if (arm_.kind == ArmKind::kHaproxy) return make_haproxy();
    if (arm_.kind == ArmKind::kBulkhead)
      if (Status made = make_daemon(); !made) return made;
    const std::string module = arm_.kind == ArmKind::kBulkhead ? programs_.module : "";
    Result<std::string> text = arm_.kind == ArmKind::kModSecurity ? modsecurity_text(arm_.policy, state())
                                                                  : nginx_text(arm_.policy, state(), module);
    if (arm_.kind == ArmKind::kOffByHand) text = cutting(text);
    if (!text) return fail_as(text);
    if (arm_.kind == ArmKind::kOffByHand)
      if (Status made = make_switch(*text); !made) return made;
    const std::string path = arm_.folder + "/nginx.conf";
    launch::Part part;
    part.program.name = arm_.part_name("nginx");
    part.program.log_path = log("nginx");
    part.program.words = nginx_words(path);
    part.program.words.insert(part.program.words.end(), {"-g", "daemon off;"});
    part.answers = gateway_answers();
    arm_.front.push_back(std::move(part));
    return os::write_file_atomically(path, *text, kFileMode);
  }

  std::vector<std::string> nginx_words(const std::string& configuration) const {
    return launch::nginx_words(programs_.nginx, state(), configuration);
  }

  std::function<bool()> gateway_answers() const {
    return [listen = arm_.policy.gateway.listen.front()] {
      return launch::answers_http(listen.address, listen.port, "localhost", "/");
    };
  }

  // The other position of the switch: a gateway that knows only the services which stay.
  Status make_switch(const std::string& on) {
    policy::Policy what_stays = arm_.policy;
    const auto& except = scenario_.off_by_hand ? scenario_.off_by_hand->except : std::vector<std::string>();
    std::erase_if(what_stays.services, [&](const policy::Service& service) {
      return std::ranges::find(except, service.name) == except.end();
    });
    Result<std::string> off = cutting(nginx_text(what_stays, state(), ""));
    if (!off) return fail_as(off);
    arm_.configuration_path = arm_.folder + "/nginx.conf";
    arm_.configuration_on = on;
    arm_.configuration_off = std::move(*off);
    arm_.reload = nginx_words(arm_.configuration_path);
    arm_.reload.insert(arm_.reload.end(), {"-s", "reload"});
    return {};
  }

  Status make_daemon() {
    const std::string api = fmt::format("127.0.0.1:{}", api_port_);
    launch::Part part;
    part.program.name = arm_.part_name("bulkheadd");
    part.program.log_path = log("bulkheadd");
    part.program.words = launch::daemon_words(programs_.bulkheadd, state(), policy_path(), api);
    // It listens a little before the policy is in force.
    part.answers = [port = api_port_, image = state() + "/images/current.img"] {
      return std::filesystem::exists(image) &&
             launch::answers_http("127.0.0.1", port, "localhost", "/api/v1/status");
    };
    arm_.front.push_back(std::move(part));
    for (const auto& [token, words] :
         {std::pair(&tokens_.ana, &arm_.as_officer), std::pair(&tokens_.besa, &arm_.as_second)}) {
      const std::string path = fmt::format("{}/{}.token", arm_.folder, token->person);
      if (Status written = os::write_file_atomically(path, token->token + "\n", kSecretMode); !written)
        return written;
      *words = {"--url", "http://" + api, "--token-file", path};
    }
    return {};
  }

  Status make_haproxy() {
    const std::string path = arm_.folder + "/haproxy.cfg";
    launch::Part part;
    part.program.name = arm_.part_name("haproxy");
    part.program.log_path = log("haproxy");
    part.program.words = {std::string(kHaproxyProgram), "-db", "-f", path};
    part.answers = gateway_answers();
    arm_.front.push_back(std::move(part));
    return os::write_file_atomically(path, haproxy_text(arm_.policy), kFileMode);
  }

  std::string policy_path() const { return arm_.folder + "/bulkhead.yaml"; }

  const ArmOptions& options_;
  const Scenario& scenario_;
  const launch::Programs& programs_;
  os::SystemRandom random_;
  launch::DemoTokens tokens_ = launch::DemoTokens::make(random_);
  std::uint16_t api_port_ = 0;
  Arm arm_;
};

}  // namespace

std::string_view name(ArmKind kind) { return kNames[static_cast<std::size_t>(kind)].name; }
std::string_view title(ArmKind kind) { return kNames[static_cast<std::size_t>(kind)].title; }

Result<ArmKind> arm_named(std::string_view name) {
  const auto found = std::ranges::find(kNames, name, &Names::name);
  if (found != kNames.end() && name != kNames.back().name)
    return static_cast<ArmKind>(found - kNames.begin());
  return fail(
      ErrorCode::kInvalid,
      fmt::format("there is no arm {}; there are nothing, off-by-hand, bulkhead, modsecurity and haproxy",
                  name));
}

std::string missing(ArmKind kind) {
  const auto is_there = [](std::string_view path) { return access(std::string(path).c_str(), R_OK) == 0; };
  if (kind == ArmKind::kHaproxy && !is_there(kHaproxyProgram))
    return "HAProxy is not installed (Debian's package haproxy)";
  if (kind == ArmKind::kModSecurity && (!is_there(kModSecurityModule) || !is_there(kCoreRuleSet)))
    return "ModSecurity is not installed (Debian's packages libnginx-mod-http-modsecurity and "
           "modsecurity-crs)";
  return "";
}

std::string Arm::part_name(std::string_view program) const {
  return fmt::format("{}/{}", name(kind), program);
}

Result<Arm> make_arm(const ArmOptions& options, const Scenario& scenario, const launch::Programs& programs) {
  if (const std::string why = missing(options.kind); !why.empty()) return fail(ErrorCode::kNotFound, why);
  return Maker(options, scenario, programs).make();
}

Arm target_arm(const Target& target, policy::Policy policy) {
  Arm arm;
  arm.kind = ArmKind::kTarget;
  arm.policy = std::move(policy);
  arm.target = target;
  return arm;
}

Status throw_switch(const Arm& arm, bool off) {
  const std::string& text = off ? arm.configuration_off : arm.configuration_on;
  if (Status written = os::write_file_atomically(arm.configuration_path, text, kFileMode); !written)
    return written;
  const auto reloaded = os::run_command(arm.reload, kReloadMax);
  if (!reloaded) return fail_as(reloaded);
  if (reloaded->status == 0) return {};
  return fail(ErrorCode::kSystem, "nginx did not take the other configuration: " + reloaded->output);
}

}  // namespace bulkhead::drill

// bulkhead run: a whole gateway on loopback, until Ctrl-C.

#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <ostream>

#include "cli/client.h"
#include "cli/commands.h"
#include "cli/policy_request.h"
#include "cli/run/plan.h"
#include "cli/run/welcome.h"
#include "cli/session.h"
#include "control/render/nginx.h"
#include "launch/supervisor.h"
#include "os/file.h"

namespace bulkhead::cli {

namespace {

constexpr const char* kStateDefault = "./var/state";
constexpr mode_t kFolderMode = 0750;
constexpr mode_t kConfigurationMode = 0644;

// The configuration that the daemon wrote when it applied the policy; rendered here if it writes none.
Result<std::string> configuration_path(const Plan& plan) {
  std::string path = plan.folders.state + "/nginx/nginx.conf";
  for (const std::string_view folder : control::kNginxFolders) {
    const std::string needed = plan.folders.state + "/" + std::string(folder);
    if (Status made = os::make_folder(needed, kFolderMode); !made) return fail_as(made);
  }
  if (std::filesystem::exists(path)) return path;
  control::NginxOptions options;
  options.state_folder = plan.folders.state;
  options.module_path = plan.programs.module;
  if (geteuid() == 0) options.user = "root";
  const Result<std::string> text = control::render_nginx(plan.policy, options);
  if (!text) return fail_as(text);
  if (Status written = os::write_file_atomically(path, *text, kConfigurationMode); !written)
    return fail_as(written);
  return path;
}

// A state folder from an earlier run has that run's policy in force: other ports, perhaps. This run's replaces it; nobody
// else uses the gateway yet, so nobody is asked.
Status bring_policy_into_force(const Plan& plan) {
  CommonOptions options;
  options.state = plan.folders.state;
  Client client(options);
  const Result<Reply> status = call(client, {.path = "/status"});
  if (!status) return fail_as(status);
  if (status->document.root()["image"]["policy_sha256"].text() == plan.policy.sha256) return {};
  const Result<std::string> text = os::read_file(plan.policy_path, policy::Limits::kFileBytesMax);
  if (!text) return fail_as(text);
  const std::string body = apply_json(plan.policy_path, *text, "bulkhead run", true, false);
  const Result<Reply> applied = call(client, {.method = "POST", .path = "/policy/apply", .body = body});
  return applied ? Status{} : fail_as(applied);
}

Status start_all(launch::Supervisor& supervisor, const Plan& plan, std::ostream& progress) {
  if (plan.demo) {
    progress << fmt::format("Starting {} demo services (the first start makes their databases) …\n",
                            plan.policy.services.size())
             << std::flush;
    if (Status started = supervisor.start(demo_parts(plan)); !started) return started;
  }
  progress << "Starting bulkheadd …\n" << std::flush;
  if (Status started = supervisor.start({daemon_part(plan)}); !started) return started;
  if (Status applied = bring_policy_into_force(plan); !applied) return applied;
  progress << "Starting nginx …\n" << std::flush;
  const Result<std::string> configuration = configuration_path(plan);
  if (!configuration) return fail_as(configuration);
  return supervisor.start({nginx_part(plan, *configuration)});
}

Result<Exit> run(Session& session, const RunOptions& options) {
  const std::string state = session.options.state.value_or(kStateDefault);
  const std::uint32_t uid = geteuid();
  const Result<Plan> plan = make_plan(options, state, uid);
  if (!plan) return fail_as(plan);
  std::ostream& progress = session.options.json ? session.err() : session.out();
  launch::Supervisor supervisor(progress, session.clock());
  if (Status started = start_all(supervisor, *plan, progress); !started) {
    supervisor.stop();
    return fail_as(started);
  }
  session.out() << (session.options.json ? welcome_json(*plan) : welcome_text(*plan, uid)) << std::flush;
  supervisor.run();
  progress << "\nStopping …\n" << std::flush;
  supervisor.stop();
  progress << "All of it has stopped.\n" << std::flush;
  return Exit::kOk;
}

}  // namespace

Command run_command() {
  const auto options = std::make_shared<RunOptions>();
  Command command;
  command.name = "run";
  command.summary = "Start a whole gateway on loopback, as an ordinary user, until Ctrl-C";
  command.details =
      "Starts the demo's services, the daemon and a real nginx, waits until each answers, prints the "
      "addresses and what to try. A "
      "program that ends is started again, and that is said. Everything it writes lies in the state folder, "
      "./var/state when not "
      "given with --state: logs, the policy as run and the demo persons' tokens in run/.";
  command.options = {
      {.name = "--demo",
       .help = "With the demo's six services; so it is anyway when no --policy is given.",
       .target = &options->demo},
      {.name = "--policy",
       .value = "FILE",
       .help = "Your policy instead of the demo's; its services must be running already.",
       .target = &options->policy,
       .completes = Completes::kFile},
      {.name = "--port",
       .value = "PORT",
       .help = "Another port for the gateway's first listener.",
       .target = &options->port},
      {.name = "--port-base",
       .value = "PORT",
       .help = "Move all ports of this run to PORT and those after it.",
       .target = &options->port_base},
      {.name = "--persons",
       .value = "COUNT",
       .help = "How many synthetic persons live in the demo; 20000 when not given.",
       .target = &options->persons},
  };
  command.examples = {{"bulkhead run --demo", "The demo:"},
                      {"bulkhead run --demo --port-base 18000", "Where its ports are taken:"}};
  command.run = [options](Session& session) { return run(session, *options); };
  return command;
}

}  // namespace bulkhead::cli

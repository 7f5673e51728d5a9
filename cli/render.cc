// bulkhead render nginx: a whole gateway for those who have none.

#include <filesystem>
#include <memory>
#include <ostream>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/policy_file.h"
#include "cli/session.h"
#include "control/render/nginx.h"
#include "os/file.h"

namespace bulkhead::cli {

namespace {

constexpr mode_t kConfigurationMode = 0644;

struct Arguments {
  std::string policy;
  std::string output;
  std::string module = "/usr/lib/nginx/modules/ngx_http_bulkhead_module.so";
  std::string image;
  std::string pid;
  std::string user;
};

std::string absolute(const std::string& path) {
  return path.empty() ? path : std::filesystem::absolute(path).lexically_normal().string();
}

Result<std::string> render(Session& session, const Arguments& arguments) {
  const Result<PolicyFile> file = read_sound_policy(session, arguments.policy);
  if (!file) return fail_as(file);
  control::NginxOptions options;
  options.state_folder = absolute(session.options.state_folder());
  options.image_path = absolute(arguments.image);
  options.module_path = absolute(arguments.module);
  options.pid_path = absolute(arguments.pid);
  options.user = arguments.user;
  return control::render_nginx(file->checked->policy, options);
}

Result<Exit> run(Session& session, const Arguments& arguments) {
  const Result<std::string> text = render(session, arguments);
  if (!text) return fail_as(text);
  if (!arguments.output.empty()) {
    if (Status written = os::write_file_atomically(arguments.output, *text, kConfigurationMode); !written) {
      return fail_as(written);
    }
  }
  if (session.options.json) {
    const std::string shown = arguments.output.empty() ? ",\n  \"text\": \"" + escape_json(*text) + "\"" : "";
    session.out() << "{\n  \"output\": \"" << escape_json(arguments.output)
                  << "\",\n  \"bytes\": " << text->size() << shown << "\n}\n";
  } else if (arguments.output.empty()) {
    session.out() << *text;
  } else {
    session.out() << "Written: " << escape_terminal(arguments.output) << ". Try it: nginx -t -c "
                  << escape_terminal(absolute(arguments.output)) << "\n";
  }
  return Exit::kOk;
}

Command nginx_command() {
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "nginx";
  command.summary = "Write a whole nginx configuration for a policy, TLS included";
  command.details =
      "Works without the daemon. Those who have an nginx already load the module there and name "
      "`bulkhead_image`, "
      "`bulkhead_state` and `bulkhead_service` themselves.";
  command.arguments = {{.name = "FILE",
                        .help = "The policy.",
                        .target = &arguments->policy,
                        .required = true,
                        .completes = Completes::kFile}};
  command.options = {
      {.name = "-o,--output",
       .value = "FILE",
       .help = "Write it there, atomically, instead of printing it.",
       .target = &arguments->output,
       .completes = Completes::kFile},
      {.name = "--module",
       .value = "FILE",
       .help = "The module; /usr/lib/nginx/modules/ngx_http_bulkhead_module.so when not given.",
       .target = &arguments->module,
       .completes = Completes::kFile},
      {.name = "--image",
       .value = "FILE",
       .help = "The image; images/current.img in the state folder when not given.",
       .target = &arguments->image,
       .completes = Completes::kFile},
      {.name = "--pid",
       .value = "FILE",
       .help = "Where nginx writes its process id; nginx/nginx.pid in the state folder when not given.",
       .target = &arguments->pid,
       .completes = Completes::kFile},
      {.name = "--user",
       .value = "NAME",
       .help = "Whom nginx's workers run as when root starts it.",
       .target = &arguments->user},
  };
  command.examples = {
      {"bulkhead render nginx /etc/bulkhead/bulkhead.yaml -o /etc/nginx/nginx.conf --user www-data",
       "The whole gateway:"}};
  command.run = [arguments](Session& session) { return run(session, *arguments); };
  return command;
}

}  // namespace

Command render_command() {
  Command command;
  command.name = "render";
  command.summary = "Write configuration for other programs from a policy";
  command.commands = {nginx_command()};
  return command;
}

}  // namespace bulkhead::cli

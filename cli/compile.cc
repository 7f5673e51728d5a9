// bulkhead compile: a policy to an image, without a gateway.

#include <fmt/core.h>

#include <memory>
#include <ostream>
#include <span>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/policy_file.h"
#include "cli/session.h"
#include "compile/compile.h"
#include "control/rules/rule_files.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/sha256.h"
#include "program/dump.h"
#include "program/image.h"

namespace bulkhead::cli {

namespace {

constexpr mode_t kImageMode = 0644;

struct Arguments {
  std::string policy;
  std::string output;
  bool dump = false;
};

std::string hex(const program::Digest& digest) {
  os::Sha256 bytes{};
  static_assert(sizeof bytes == sizeof digest);
  std::copy(digest.begin(), digest.end(), bytes.begin());
  return os::hex(bytes);
}

std::string json(const Arguments& arguments, const program::Image& image, std::size_t bytes) {
  const std::string dump =
      arguments.dump ? ",\n  \"dump\": \"" + escape_json(program::dump(image)) + "\"" : "";
  return fmt::format(
      "{{\n  \"output\": \"{}\",\n  \"bytes\": {},\n  \"services\": {},\n  \"digest\": \"{}\"{}\n}}\n",
      escape_json(arguments.output), bytes, image.services(), hex(image.digest()), dump);
}

Result<Exit> compile_file(Session& session, const Arguments& arguments) {
  if (arguments.output.empty() && !arguments.dump) {
    return session.usage("nothing to do: say where the image goes (-o IMAGE), or --dump");
  }
  const Result<PolicyFile> file = read_sound_policy(session, arguments.policy);
  if (!file) return fail_as(file);
  const policy::Policy& policy = file->checked->policy;
  compile::CompileOptions options;
  options.slots = compile::slots_in_name_order(policy);
  control::RuleFiles files;
  const compile::PolicyRules rules = compile::compile_policy_rules(policy, files);
  options.rules = &rules;
  options.now = os::SystemClock().real_now();
  const Result<std::vector<std::byte>> bytes = compile::compile(policy, file->checked->phrases, options);
  if (!bytes) return fail_as(bytes);
  const Result<program::Image> image = program::Image::verify(*bytes);
  if (!image) return fail_as(image);
  if (!arguments.output.empty()) {
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    if (Status written = os::write_file_atomically(arguments.output, text, kImageMode); !written)
      return fail_as(written);
  }
  if (session.options.json) {
    session.out() << json(arguments, *image, bytes->size());
    return Exit::kOk;
  }
  // Strings in a dump are quoted and escaped by dump() itself.
  if (arguments.dump) session.out() << program::dump(*image);
  if (!arguments.output.empty()) {
    session.err() << fmt::format("Written: {}, {} bytes, {}, sha256 {}\n", escape_terminal(arguments.output),
                                 bytes->size(), counted(image->services(), "service"), hex(image->digest()));
  }
  return Exit::kOk;
}

}  // namespace

Command compile_command() {
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "compile";
  command.summary = "Compile a policy to an image, without a gateway";
  command.details =
      "The same policy and time zone data give the same bytes. The image in force is made by `apply`; this "
      "one is for looking at, "
      "for an nginx without the daemon, and for comparing.";
  command.arguments = {{.name = "FILE",
                        .help = "The policy.",
                        .target = &arguments->policy,
                        .required = true,
                        .completes = Completes::kFile}};
  command.options = {
      {.name = "-o,--output",
       .value = "IMAGE",
       .help = "Write the image there.",
       .target = &arguments->output,
       .completes = Completes::kFile},
      {.name = "--dump", .help = "Print the image as text, one fact a line.", .target = &arguments->dump},
  };
  command.run = [arguments](Session& session) { return compile_file(session, *arguments); };
  return command;
}

}  // namespace bulkhead::cli

// bulkhead inspect: one request through the rules, without nginx.

#include <fmt/format.h>

#include <iterator>
#include <memory>
#include <ostream>

#include "cli/commands.h"
#include "cli/inspect/report.h"
#include "cli/inspect/subject.h"
#include "cli/inspect/trial.h"
#include "cli/session.h"
#include "conformance/request_bytes.h"
#include "os/file.h"

namespace bulkhead::cli {

namespace {

constexpr std::size_t kRequestBytesMax = std::size_t{64} << 20;

struct Arguments {
  std::optional<std::string> file;
  std::optional<std::string> url;
  std::optional<std::string> method;
  std::vector<std::string> headers;
  std::optional<std::string> data;
  std::optional<std::string> response;
  std::optional<std::string> service;
  SubjectOptions by;
  bool guarded = false;
  bool trace = false;

  bool is_made() const { return url || method || !headers.empty() || data; }
};

Result<std::string> read(Session& session, const std::optional<std::string>& file) {
  if (file && *file != "-") return os::read_file(*file, kRequestBytesMax);
  std::string text;
  char part[65'536];
  while (session.in().read(part, sizeof part), session.in().gcount() > 0) {
    text.append(part, static_cast<std::size_t>(session.in().gcount()));
    if (text.size() > kRequestBytesMax)
      return fail(ErrorCode::kLimit, fmt::format("the request has more than {} bytes", kRequestBytesMax));
  }
  return text;
}

bool has_host(const conformance::Input& input) {
  for (const conformance::Field& field : input.fields)
    if (field.name.size() == 4 && (field.name == "Host" || field.name == "host")) return true;
  return false;
}

// What --request-url and its kin say, as a client would send it. Fails with what is wrong with the command line.
Result<std::string> made_request(const Arguments& arguments) {
  conformance::Input input;
  for (const std::string& header : arguments.headers) {
    const std::size_t colon = header.find(':');
    if (colon == std::string::npos || colon == 0)
      return fail(ErrorCode::kInvalid, "--header is \"Name: value\"");
    const std::size_t value = header.find_first_not_of(' ', colon + 1);
    input.fields.push_back({header.substr(0, colon), value == std::string::npos ? "" : header.substr(value)});
  }
  std::string_view url = arguments.url ? std::string_view(*arguments.url) : "/";
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos && !url.starts_with('/')) {
    url.remove_prefix(scheme + 3);
    const std::size_t slash = url.find_first_of("/?");
    if (!has_host(input))
      input.fields.insert(input.fields.begin(), {"Host", std::string(url.substr(0, slash))});
    url = slash == std::string_view::npos ? "/" : url.substr(slash);
  }
  input.target = url.starts_with('/') ? std::string(url) : "/" + std::string(url);
  if (!has_host(input)) input.fields.insert(input.fields.begin(), {"Host", "localhost"});
  input.method = arguments.method.value_or(arguments.data ? "POST" : "GET");
  input.body = arguments.data;
  return conformance::request_bytes(input);
}

Result<Exit> inspect_request(Session& session, const Arguments& arguments) {
  if (arguments.is_made() && arguments.file)
    return session.usage("either a file with the request, or --request-url, --method, --header and --data");
  if (arguments.by.policy && !arguments.by.rules.empty())
    return session.usage("either --policy or --rules says what to inspect by");
  if (arguments.by.paranoia && (*arguments.by.paranoia < 1 || *arguments.by.paranoia > 4))
    return session.usage("--paranoia is 1 to 4");
  if (arguments.by.paranoia && !arguments.by.policy && arguments.by.rules.empty())
    return session.usage("--paranoia needs --policy or --rules: the image in force is as it is");
  const Result<std::string> bytes =
      arguments.is_made() ? made_request(arguments) : read(session, arguments.file);
  if (!bytes && arguments.is_made()) return session.usage(bytes.error().message);
  if (!bytes) return fail_as(bytes);
  const auto image = open_subject(session, arguments.by);
  if (!image) return fail_as(image);
  TraceRecorder recorder;
  TrialOptions options;
  options.service = arguments.service;
  if (!options.service && !arguments.by.rules.empty()) options.service = kRulesAlone;
  options.guarded = arguments.guarded;
  options.trace = arguments.trace ? &recorder : nullptr;
  options.now = session.now();
  if (arguments.response) {
    Result<std::string> response = os::read_file(*arguments.response, kRequestBytesMax);
    if (!response) return fail_as(response);
    options.response = std::move(*response);
  }
  const auto trial = try_request(*image, *bytes, options);
  if (!trial) return fail_as(trial);
  session.out() << (session.options.json ? trial_json(*trial, options.trace)
                                         : trial_text(*trial, options.trace, session));
  return trial->verdict == Verdict::kRefused ? Exit::kRefused : Exit::kOk;
}

std::vector<Parameter> options(Arguments& arguments) {
  return {
      {.name = "--policy",
       .value = "FILE",
       .help = "Inspect by this policy; without it and --rules, by the image in force in the state folder.",
       .target = &arguments.by.policy,
       .completes = Completes::kFile},
      {.name = "--rules",
       .value = "FILE",
       .help =
           "Inspect by these rules alone, which block; a name with * stands for several files. Can be given "
           "several times, in the order in which they are read.",
       .target = &arguments.by.rules,
       .completes = Completes::kFile},
      {.name = "--service",
       .value = "NAME",
       .help = "By this service's rules; else host and path of the request say which.",
       .target = &arguments.service,
       .completes = Completes::kService},
      {.name = "--paranoia",
       .value = "LEVEL",
       .help = "Block at this paranoia level, 1 to 4, whatever the policy says.",
       .target = &arguments.by.paranoia},
      {.name = "--guarded", .help = "As while the door is guarded.", .target = &arguments.guarded},
      {.name = "--trace",
       .help = "Show every rule that was run, in order, with the values that it looked at.",
       .target = &arguments.trace},
      {.name = "--response",
       .value = "FILE",
       .help = "The service's answer, status line first: rules on answers look at it.",
       .target = &arguments.response,
       .completes = Completes::kFile},
      {.name = "--request-url",
       .value = "URL",
       .help = "Make the request instead of reading it: where it goes, as http://HOST/PATH or /PATH.",
       .target = &arguments.url},
      {.name = "--method",
       .value = "NAME",
       .help = "Of the request that is made; GET, or POST with --data.",
       .target = &arguments.method},
      {.name = "--header",
       .value = "FIELD",
       .help = "\"Name: value\" of the request that is made. Can be given several times.",
       .target = &arguments.headers},
      {.name = "--data",
       .value = "TEXT",
       .help = "Body of the request that is made; a form, unless Content-Type says otherwise.",
       .target = &arguments.data},
  };
}

}  // namespace

Command inspect_command() {
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "inspect";
  command.summary = "Run one request through the rules of its service, without nginx";
  command.details =
      "The code is a worker's, and so is the verdict; what nginx would answer itself, and what the module "
      "takes away, is as there. "
      "The request is read as it is on the wire: request line, fields, an empty line, and as much of a body "
      "as its fields say. "
      "Values are shown as the request has them, not redacted.\n\n"
      "Exit status: 0 it passes (also when it would be refused and the mode is detect), 1 it is refused, 2 "
      "the command line is "
      "wrong. "
      "Works without the daemon.";
  command.arguments = {{.name = "FILE",
                        .help = "The request; - or nothing reads the input.",
                        .target = &arguments->file,
                        .completes = Completes::kFile}};
  command.options = options(*arguments);
  command.examples = {
      {"bulkhead inspect --policy /etc/bulkhead/bulkhead.yaml request.txt", "A request as it came:"},
      {"bulkhead inspect --rules crs-setup.conf --rules 'rules/*.conf' --request-url '/?id=1%27%20OR%201=1' "
       "--trace",
       "What rules make of a URL:"}};
  command.run = [arguments](Session& session) { return inspect_request(session, *arguments); };
  return command;
}

}  // namespace bulkhead::cli

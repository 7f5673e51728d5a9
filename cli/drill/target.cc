#include "cli/drill/target.h"

#include <fmt/format.h>

#include <charconv>

#include "launch/places.h"
#include "policy/reader.h"

namespace bulkhead::cli {

namespace {

namespace ip = boost::asio::ip;

// "192.0.2.10:80" or "[2001:db8::1]:80".
Result<ip::tcp::endpoint> endpoint_of(const std::string& text) {
  const auto colon = text.rfind(':');
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto address = ip::make_address(host, error);
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const bool has_port = colon != std::string::npos &&
                        std::from_chars(text.data() + colon + 1, end, port).ptr == end && port > 0;
  if (!error && has_port) return ip::tcp::endpoint(address, port);
  return fail(ErrorCode::kInvalid,
              fmt::format("--target is ADDRESS:PORT with a numeric address, not {}", text));
}

}  // namespace

std::vector<Parameter> target_parameters(TargetWords& words) {
  return {
      {.name = "--target",
       .value = "ADDRESS:PORT",
       .help = "Play at this gateway, which runs already with the demo's services behind it, in place of "
               "the arms.",
       .target = &words.target},
      {.name = "--key",
       .value = "KEY",
       .help = "The target's drill key, as `bulkhead drill key` prints it there; needed, on loopback too.",
       .target = &words.key},
      {.name = "--from",
       .value = "ADDRESS",
       .help = "This machine's address that the target trusts and allows; 127.0.0.2 when not given.",
       .target = &words.from},
      {.name = "--policy",
       .value = "FILE",
       .help = "The target's policy, for its services and hosts; the demo's when not given.",
       .target = &words.policy,
       .completes = Completes::kFile},
      {.name = "--live", .help = "Also when the target is no rehearsal gateway.", .target = &words.live}};
}

Result<drill::TargetOptions> target_of(const TargetWords& words) {
  const auto endpoint = endpoint_of(*words.target);
  if (!endpoint) return fail_as(endpoint);
  boost::system::error_code error;
  const std::string from = words.from.value_or(std::string(drill::kDrillAddress));
  drill::TargetOptions options;
  options.target = {*endpoint, ip::make_address(from, error)};
  if (error)
    return fail(ErrorCode::kInvalid,
                fmt::format("--from is a numeric address of this machine, not {}", from));
  options.key = words.key.value_or("");
  options.live = words.live;
  const auto programs = launch::Programs::find(true);
  if (!programs) return fail_as(programs);
  const std::string path = words.policy.value_or(programs->demo_policy);
  policy::Reading reading = policy::read_policy_file(path);
  if (!reading.policy)
    return fail(ErrorCode::kInvalid, fmt::format("{0} is not right: `bulkhead check {0}` says why", path));
  options.policy = std::move(*reading.policy);
  return options;
}

}  // namespace bulkhead::cli

#include "launch/demo_services.h"

#include <fmt/core.h>

#include "launch/knock.h"

namespace bulkhead::launch {

namespace {

Part demo_service(const policy::Policy& policy, const policy::Service& service,
                  const policy::Upstream& upstream, const DemoOptions& options) {
  Part part;
  part.program.name = options.name_prefix + service.name;
  part.program.log_path = options.log_folder + "/" + service.name + ".log";
  auto& words = part.program.words;
  words = {options.program,
           "--kind",
           service.name,
           "--listen",
           fmt::format("{}:{}", upstream.host, upstream.port),
           "--data",
           options.data_folder};
  if (options.persons) words.insert(words.end(), {"--persons", std::to_string(*options.persons)});
  if (options.delay) words.insert(words.end(), {"--delay-ms", std::to_string(options.delay->count())});
  if (options.slots) words.insert(words.end(), {"--slots", std::to_string(*options.slots)});
  for (const policy::Service& other : policy.services) {
    const std::string address = address_of(policy, other);
    if (&other == &service || address.empty()) continue;
    words.insert(words.end(), {"--link", other.name + "=" + address});
  }
  part.answers = [upstream, path = service.health.path] {
    return answers_http(upstream.host, upstream.port, "localhost", path);
  };
  return part;
}

}  // namespace

std::vector<Part> demo_services(const policy::Policy& policy, const DemoOptions& options) {
  std::vector<Part> parts;
  for (const policy::Service& service : policy.services)
    for (const policy::Upstream& upstream : service.upstream)
      parts.push_back(demo_service(policy, service, upstream, options));
  return parts;
}

std::string address_of(const policy::Policy& policy, const policy::Service& service) {
  for (const std::string& host : service.hosts) {
    if (host.starts_with('*') || policy.gateway.listen.empty()) continue;
    const policy::Listen& listen = policy.gateway.listen.front();
    const std::string path = service.paths.empty() ? "/" : service.paths.front();
    return fmt::format("{}://{}:{}{}", listen.tls ? "https" : "http", host, listen.port, path);
  }
  return "";
}

}  // namespace bulkhead::launch

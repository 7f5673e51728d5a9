// bulkhead-demo-service: one public service of Ilyria, as one process.

#include <charconv>
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "demo/desk/application.h"
#include "demo/http/server.h"
#include "demo/services/all.h"
#include "os/clock.h"
#include "os/random.h"

namespace bulkhead::demo {
namespace {

constexpr unsigned kThreadsMax = 64;
constexpr std::size_t kSlotsMax = 100'000;
constexpr unsigned kDelayMsMax = 60'000;

struct Arguments {
  std::string kind;
  std::string listen = "127.0.0.1:0";
  std::vector<std::string> links;
  unsigned delay_ms = 0;
  Application::Options application;
  Server::Options server;
};

std::vector<std::string> kinds() {
  std::vector<std::string> kinds;
  for (const Service* service : all_services()) kinds.emplace_back(service->kind);
  return kinds;
}

void declare(CLI::App& app, Arguments& arguments) {
  app.add_option("--kind", arguments.kind, "Which service")->required()->check(CLI::IsMember(kinds()));
  app.add_option("--listen", arguments.listen, "ADDRESS:PORT; port 0 takes one that is free")
      ->capture_default_str();
  app.add_option("--data", arguments.application.folder, "Folder of the service's file, made when missing")
      ->required();
  app.add_option("--seed", arguments.application.seed, "The same seed makes the same country")
      ->capture_default_str();
  app.add_option("--persons", arguments.application.persons, "How many persons live there")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, kPersonsMax));
  app.add_option("--delay-ms", arguments.delay_ms, "With --slots: how long each request takes")
      ->check(CLI::Range(0u, kDelayMsMax));
  app.add_option("--slots", arguments.server.slots, "With --delay-ms: how many requests at once")
      ->check(CLI::Range(std::size_t{0}, kSlotsMax));
  app.add_option("--threads", arguments.server.threads)
      ->capture_default_str()
      ->check(CLI::Range(1u, kThreadsMax));
  app.add_option("--connections-max", arguments.server.connections_max)->capture_default_str();
  app.add_option("--sessions-max", arguments.application.sessions_max)
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--link", arguments.links,
                 "KIND=URL of another service, for the portal's home page; repeat");
}

// "127.0.0.1:9101" into address and port.
bool read_listen(const std::string& listen, Server::Options& options) {
  const std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  unsigned port = 0;
  const char* end = listen.data() + listen.size();
  const auto [stop, error] = std::from_chars(listen.data() + colon + 1, end, port);
  if (error != std::errc{} || stop != end || port > 65'535) return false;
  options.address = listen.substr(0, colon);
  if (options.address.starts_with('[') && options.address.ends_with(']')) {
    options.address = options.address.substr(1, options.address.size() - 2);
  }
  options.port = static_cast<std::uint16_t>(port);
  return true;
}

bool read_links(const std::vector<std::string>& links, std::vector<Link>& into) {
  for (const std::string& link : links) {
    const std::size_t equals = link.find('=');
    if (equals == std::string::npos || find_service(link.substr(0, equals)) == nullptr) return false;
    const std::string url = link.substr(equals + 1);
    if (!url.starts_with("http://") && !url.starts_with("https://") && !url.starts_with('/')) return false;
    into.push_back({link.substr(0, equals), url});
  }
  return true;
}

int say(int code, const std::string& message) {
  fmt::print(stderr, "bulkhead-demo-service: {}\n", message);
  return code;
}

int serve(Arguments& arguments) {
  os::SystemClock clock;
  os::SystemRandom random;
  auto application = Application::open(arguments.application, random);
  if (!application) return say(1, application.error().message);
  auto server = Server::listen(arguments.server, **application, clock);
  if (!server) return say(1, server.error().message);
  const std::string& address = arguments.server.address;
  const bool v6 = address.find(':') != std::string::npos;
  fmt::print("listening {}{}{}:{}\n", v6 ? "[" : "", address, v6 ? "]" : "", (*server)->port());
  static_cast<void>(std::fflush(stdout));
  (*server)->run();
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app("One public service of Ilyria, a country that does not exist.");
  Arguments arguments;
  declare(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!read_listen(arguments.listen, arguments.server))
    return say(2, "--listen: not ADDRESS:PORT: " + arguments.listen);
  if (!read_links(arguments.links, arguments.application.links)) return say(2, "--link: not KIND=URL");
  if ((arguments.delay_ms > 0) != (arguments.server.slots > 0))
    return say(2, "--delay-ms and --slots go together");
  arguments.server.delay = Milliseconds{arguments.delay_ms};
  arguments.application.service = find_service(arguments.kind);
  return serve(arguments);
}

}  // namespace
}  // namespace bulkhead::demo

int main(int argc, char** argv) { return bulkhead::demo::run(argc, argv); }

// The nginx that runs on this machine, as applying a policy needs it.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::control {

/// Runs one program to its end; os::run_command is the real one.
class CommandRunner {
 public:
  virtual ~CommandRunner() = default;
  struct Outcome {
    int status = -1;
    std::string output;
  };
  virtual Result<Outcome> run(const std::vector<std::string>& arguments, Milliseconds timeout) = 0;
};

/// Runs programs on this machine.
class SystemCommandRunner final : public CommandRunner {
 public:
  Result<Outcome> run(const std::vector<std::string>& arguments, Milliseconds timeout) override;
};

struct GatewayHostOptions {
  std::string state_folder;
  std::string nginx_path = "/usr/sbin/nginx";
  /// Makes nginx read its configuration again, e.g. {"/bin/systemctl", "reload", "nginx"}. Empty: a person
  /// does it.
  std::vector<std::string> reload_command = {};
  Milliseconds command_timeout = std::chrono::seconds(30);
};

/// The rendered configuration STATE/nginx/nginx.conf, tried before it is put in place.
///
/// Threads    One thread.
class GatewayHost {
 public:
  GatewayHost(GatewayHostOptions options, CommandRunner& runner)
      : options_(std::move(options)), runner_(runner) {}

  /// Makes the folders that a rendered configuration needs.
  Status prepare();

  /// The configuration in place; empty when there is none.
  Result<std::string> configuration() const;

  /// Lets nginx check `text` as it would read it. Fails with kInvalid and nginx's own words.
  Status try_configuration(const std::string& text);

  /// Puts `text` in place; an empty text removes the configuration. Does not reload.
  Status install(const std::string& text);

  bool reloads_by_itself() const { return !options_.reload_command.empty(); }
  /// Requires: reloads_by_itself().
  Status reload();

  std::string configuration_path() const { return options_.state_folder + "/nginx/nginx.conf"; }

 private:
  Status run(const std::vector<std::string>& arguments, ErrorCode code, const char* what);

  GatewayHostOptions options_;
  CommandRunner& runner_;
};

/// True when nginx has to reload for `to`: anything but the header lines and the image's path differs.
bool configurations_differ(const std::string& from, const std::string& to);

}  // namespace bulkhead::control

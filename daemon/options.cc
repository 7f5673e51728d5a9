#include "options.h"

#include <CLI/CLI.hpp>

#include "places.h"

namespace bulkhead {

std::optional<CommandLine> read_command_line(int argc, char** argv, int& exit_code) {
  CommandLine line;
  control::DaemonOptions& daemon = line.daemon;
  daemon.state_folder = "/var/lib/bulkhead";
  daemon.nginx_path = nginx_place();
  daemon.module_path = module_place();
  daemon.translations_folder = translations_place();
  bool no_render = false;
  std::string certificate;
  std::string key;

  CLI::App app("The daemon of one Bulkhead gateway: takes orders, keeps them, hands them to nginx's workers.",
               "bulkheadd");
  app.set_version_flag("--version", BULKHEAD_VERSION);
  app.add_option("--state", daemon.state_folder, "State folder; one daemon at a time")
      ->type_name("FOLDER")
      ->capture_default_str();
  app.add_option("--policy", daemon.policy_path, "Policy to apply when none is in force yet")
      ->type_name("FILE");
  app.add_option("--listen", daemon.listen, "Answer over TCP too; beyond loopback only with TLS")
      ->type_name("ADDRESS:PORT")
      ->expected(1, 16);
  CLI::Option* certificate_option =
      app.add_option("--tls-cert", certificate, "Certificate chain for --listen, PEM")->type_name("FILE");
  CLI::Option* key_option = app.add_option("--tls-key", key, "Its key, PEM")->type_name("FILE");
  certificate_option->needs(key_option);
  key_option->needs(certificate_option);
  app.add_option("--log", line.log_path,
                 "Append the log to a file, opened again on SIGHUP; stderr when not given")
      ->type_name("FILE");
  app.add_option("--nginx", daemon.nginx_path, "The nginx that checks and reloads rendered configurations")
      ->type_name("PROGRAM");
  app.add_option("--module", daemon.module_path, "The nginx module that rendered configurations load")
      ->type_name("FILE");
  app.add_option("--nginx-user", daemon.nginx_user, "User of nginx's workers in rendered configurations")
      ->type_name("USER");
  app.add_option("--translations", daemon.translations_folder, "Folder of the shipped translations")
      ->type_name("FOLDER");
  app.add_flag("--no-render", no_render, "Leave nginx's configuration alone: somebody else writes it");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& mistake) {
    exit_code = app.exit(mistake) == 0 ? 0 : 2;
    return std::nullopt;
  }
  if (no_render) daemon.module_path.clear();
  if (!certificate.empty()) daemon.tls = control::rest::Server::Tls{certificate, key};
  daemon.version = BULKHEAD_VERSION;
  return line;
}

}  // namespace bulkhead

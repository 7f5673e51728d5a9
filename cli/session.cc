#include "cli/session.h"

#include <istream>
#include <ostream>

#include "cli/failure.h"

namespace bulkhead::cli {

std::vector<Parameter> common_parameters(CommonOptions& options) {
  return {
      {.name = "--json", .help = "Print JSON instead of text.", .target = &options.json},
      {.name = "--state",
       .value = "FOLDER",
       .help =
           std::string("State folder of the gateway; ") + CommonOptions::kStateDefault + " when not given.",
       .target = &options.state,
       .completes = Completes::kFolder,
       .environment = "BULKHEAD_STATE"},
      {.name = "--socket",
       .value = "PATH",
       .help = "Unix socket of the daemon; api.sock in the state folder when not given.",
       .target = &options.socket,
       .completes = Completes::kFile},
      {.name = "--url",
       .value = "URL",
       .help = "Reach the daemon over TCP: https://HOST[:PORT], or http:// on loopback only.",
       .target = &options.url,
       .environment = "BULKHEAD_URL"},
      {.name = "--token-file",
       .value = "FILE",
       .help = "File whose first line is your token; used with --url.",
       .target = &options.token_file,
       .completes = Completes::kFile,
       .environment = "BULKHEAD_TOKEN_FILE"},
      {.name = "--ca-file",
       .value = "FILE",
       .help = "PEM certificates to trust for --url instead of the system's.",
       .target = &options.ca_file,
       .completes = Completes::kFile,
       .environment = "BULKHEAD_CA_FILE"},
  };
}

namespace {

const char* sequence(Colour colour) {
  switch (colour) {
    case Colour::kPlain: return "";
    case Colour::kBold: return "\x1b[1m";
    case Colour::kDim: return "\x1b[2m";
    case Colour::kRed: return "\x1b[1;31m";
    case Colour::kYellow: return "\x1b[33m";
    case Colour::kGreen: return "\x1b[32m";
  }
  return "";
}

}  // namespace

std::string Session::paint(Colour colour, std::string text) const {
  if (!parts_.terminal.colours || colour == Colour::kPlain) return text;
  return sequence(colour) + text + "\x1b[0m";
}

std::optional<std::string> Session::ask(const std::string& question) {
  parts_.err << question << std::flush;
  std::string line;
  if (!std::getline(parts_.in, line)) return std::nullopt;
  return line;
}

bool Session::confirm(const std::string& question) {
  const std::string answer = ask(question + " [y/N] ").value_or("");
  return answer == "y" || answer == "Y" || answer == "yes";
}

Exit Session::usage(const std::string& what) {
  parts_.err << "bulkhead: " << what << "\n";
  if (options.json) print_failure(parts_.out, "usage", what);
  return Exit::kUsage;
}

}  // namespace bulkhead::cli

#include "drill/attack/payloads.h"

#include <array>

#include <fmt/format.h>

namespace bulkhead::drill {
namespace {

// MITRE ATT&CK campaign C0038 and its public advisories name the pages; the paths are those that SharePoint has.
constexpr std::array<std::string_view, 4> kExploitPaths = {
    "/_layouts/15/Picker.aspx", "/_layouts/Picker.aspx", "/_layouts/14/Picker.aspx",
    "/_layouts/16/Picker.aspx"};
constexpr std::array<std::string_view, 4> kShellPaths = {
    "/_layouts/15/pickers.aspx", "/_layouts/15/error4.aspx", "/_layouts/15/ClientBin.aspx",
    "/_app_bin/error4.aspx"};
constexpr std::array<std::string_view, 24> kProbePaths = {"/.env",
                                                          "/.git/config",
                                                          "/admin/",
                                                          "/administrator/",
                                                          "/backup.zip",
                                                          "/cgi-bin/test.cgi",
                                                          "/config.php.bak",
                                                          "/console",
                                                          "/ecp/",
                                                          "/owa/auth.owa",
                                                          "/phpmyadmin/",
                                                          "/phpinfo.php",
                                                          "/robots.txt",
                                                          "/server-status",
                                                          "/_layouts/15/",
                                                          "/_vti_bin/",
                                                          "/wp-login.php",
                                                          "/xmlrpc.php",
                                                          "/api/v1/../",
                                                          "/login?id=1'--",
                                                          "/search?q=<script>",
                                                          "/actuator/health",
                                                          "/.well-known/",
                                                          "/old/index.html"};
constexpr std::array<std::string_view, 4> kFloodPaths = {"/", "/login", "/?lang=sq", "/?lang=en"};

constexpr std::array<std::string_view, 4> kCommands = {"cmd=whoami", "cmd=net+user",
                                                       "cmd=connect&target=127.0.0.1&port=9", "cmd=read"};

// The markers of the object graph are whole, so that a rule can know it; the command that it would start is a name.
constexpr std::string_view kObjectGraph =
    "ctl00%24PlaceHolderDialogBodySection%24ctl05%24hiddenSpanData=__bulkheaddrill:"
    "System.Data.Services.Internal.ExpandedWrapper%602%5B%5BSystem.Windows.Data.ObjectDataProvider%5D%5D"
    "%3CObjectDataProvider+MethodName%3D%22Nothing%22%3Ebulkhead-drill-harmless%3C%2FObjectDataProvider%3E";

std::string path_of(const Attack& attack, std::uint64_t number) {
  if (!attack.paths.empty()) return attack.paths[number % attack.paths.size()];
  const auto usual = usual_paths(attack.kind);
  return std::string(usual[number % usual.size()]);
}

}  // namespace

std::span<const std::string_view> usual_paths(Attack::Kind kind) {
  switch (kind) {
    case Attack::Kind::kExploit: return kExploitPaths;
    case Attack::Kind::kWebShell: return kShellPaths;
    case Attack::Kind::kProbe: return kProbePaths;
    case Attack::Kind::kFlood: return kFloodPaths;
    case Attack::Kind::kHarvest:
    case Attack::Kind::kExport: break;
  }
  return {};
}

AttackRequest request_of(const Attack& attack, std::uint64_t number) {
  std::string path = path_of(attack, number);
  switch (attack.kind) {
    case Attack::Kind::kExploit:
      return {true, std::move(path), "application/x-www-form-urlencoded", std::string(kObjectGraph)};
    case Attack::Kind::kWebShell: {
      const char joint = path.find('?') == std::string::npos ? '?' : '&';
      return {true, fmt::format("{}{}{}", path, joint, kCommands[number % kCommands.size()]),
              "application/octet-stream", "bulkhead-drill-harmless"};
    }
    default: return {false, std::move(path), {}, {}};
  }
}

}  // namespace bulkhead::drill

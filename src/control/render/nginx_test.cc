// The rendered configuration is what nginx accepts from an ordinary user, is the same for the same policy,
// lets no string of the policy become a directive, and stays quick at 1,400 services. The golden file shows a
// whole one; UPDATE_GOLDEN=1 rewrites it for review. `nginx -t` really runs, in a folder of its own.

#include "control/render/nginx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "control/render/nginx_server.h"
#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

policy::Service service(const std::string& name, std::uint16_t port) {
  policy::Service result;
  result.name = result.compartment = name;
  result.hosts = {name + ".example"};
  result.paths = {"/"};
  result.upstream = {{"http", "127.0.0.1", port}};
  return result;
}

policy::Policy sample() {
  policy::Policy policy;
  policy.sha256 = std::string(64, 'a');
  policy.gateway.listen = {{"127.0.0.1", 18080, false}, {"::1", 18080, false}};
  policy.gateway.trusted_proxies = {*Network::parse("10.0.0.0/8"), *Network::parse("2001:db8::/32")};
  policy.gateway.status_host = "status.example";
  policy.gateway.workers = 2;
  policy::Service tax = service("tax-filing", 9101);
  tax.hosts = {"tatime.example", "*.tatime.example", "tax.example"};
  tax.upstream.push_back({"http", "::1", 9102});
  tax.limits.upstream_timeout = std::chrono::seconds(90);
  policy::Service forms = service("forms", 9103);
  forms.hosts = {"tatime.example"};
  forms.paths = {"/forms", "/print/all"};
  forms.limits.client_body_bytes_max = std::uint64_t{1} << 30;
  policy::Service court = service("court", 9104);
  court.paths = {"/records"};
  court.upstream[0].scheme = "https";
  policy.services = {court, forms, tax};
  return policy;
}

NginxOptions options_in(const std::string& state_folder) {
  NginxOptions options;
  options.state_folder = state_folder;
  return options;
}

std::string rendered(const policy::Policy& policy, const NginxOptions& options) {
  const auto text = render_nginx(policy, options);
  EXPECT_TRUE(text) << text.error().message;
  return text.value_or("");
}

struct Outcome {
  int status = -1;
  std::string output;
};

Outcome run(const std::string& command) {
  Outcome outcome;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4'096> part{};
  while (const std::size_t bytes = std::fread(part.data(), 1, part.size(), pipe))
    outcome.output.append(part.data(), bytes);
  outcome.status = ::pclose(pipe);
  return outcome;
}

class NginxFolder {
 public:
  NginxFolder() {
    for (const std::string_view name : kNginxFolders)
      EXPECT_TRUE(os::make_folder(folder_.file(std::string(name)), 0755));
  }
  const std::string& path() const { return folder_.path(); }
  std::string file(const std::string& name) const { return folder_.file(name); }

  Outcome test(const std::string& configuration) const {
    EXPECT_TRUE(os::write_file_atomically(file("nginx/nginx.conf"), configuration, 0644));
    return run("/usr/sbin/nginx -t -q -e stderr -p " + path() + " -c " + file("nginx/nginx.conf"));
  }

 private:
  os::TemporaryFolderForTest folder_;
};

// The status site's own headers are the business of answers/.
std::string without_content_security_policy(std::string text) {
  const std::string before = "$bulkhead_status_policy { default \"";
  const std::size_t begin = text.find(before) + before.size();
  return text.replace(begin, text.find('"', begin) - begin, "…");
}

TEST(RenderNginx, Golden) {
  NginxOptions options = options_in("/var/lib/bulkhead");
  options.module_path = "/usr/lib/nginx/modules/ngx_http_bulkhead_module.so";
  options.user = "www-data";
  policy::Policy policy = sample();
  policy.gateway.listen.push_back({"0.0.0.0", 443, true});
  policy.gateway.certificates = {{{}, "/etc/bulkhead/default.pem", "/etc/bulkhead/default.key"},
                                 {{"tax.example"}, "/etc/bulkhead/tax.pem", "/etc/bulkhead/tax.key"}};
  const std::string text = rendered(policy, options);
  EXPECT_EQ(text, rendered(policy, options)) << "the same policy gives the same text";
  const std::string path = std::string(BULKHEAD_SOURCE_DIR) + "/src/control/render/testdata/nginx.conf";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << without_content_security_policy(text);
  std::stringstream golden;
  golden << std::ifstream(path).rdbuf();
  EXPECT_EQ(without_content_security_policy(text), golden.str());
}

TEST(RenderNginx, NginxAcceptsItFromAnOrdinaryUser) {
  const NginxFolder folder;
  const Outcome outcome = folder.test(rendered(sample(), options_in(folder.path())));
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_THAT(outcome.output, Not(HasSubstr("[warn]")));
}

TEST(RenderNginx, NginxAcceptsTls) {
  const NginxFolder folder;
  ASSERT_EQ(run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
                "/CN=tax.example "
                "-keyout " +
                folder.file("key.pem") + " -out " + folder.file("cert.pem"))
                .status,
            0);
  policy::Policy policy = sample();
  policy.gateway.listen = {{"127.0.0.1", 18443, true}};
  for (const bool with_default : {true, false}) {
    policy.gateway.certificates = {
        {{"*.tatime.example", "tax.example"}, folder.file("cert.pem"), folder.file("key.pem")}};
    if (with_default)
      policy.gateway.certificates.push_back({{}, folder.file("cert.pem"), folder.file("key.pem")});
    const Outcome outcome = folder.test(rendered(policy, options_in(folder.path())));
    EXPECT_EQ(outcome.status, 0) << outcome.output;
  }
}

TEST(RenderNginx, NginxAcceptsManyHostsAndLongOnes) {
  const NginxFolder folder;
  policy::Policy policy = sample();
  for (int index = 0; index < 1'400; ++index) {
    policy.services.push_back(service("s" + std::to_string(index), 9'200));
    policy.services.back().hosts.push_back("*.s" + std::to_string(index) + ".example");
  }
  policy.services.back().hosts.push_back(std::string(63, 'a') + "." + std::string(63, 'b') + "." +
                                         std::string(63, 'c') + "." + std::string(57, 'd') + ".ex");
  const Outcome outcome = folder.test(rendered(policy, options_in(folder.path())));
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_THAT(outcome.output, Not(HasSubstr("could not build optimal")));
}

TEST(RenderNginx, HostsWithTheSamePlacesShareAServer) {
  const policy::Policy policy = sample();
  const auto servers = nginx_servers(policy);
  ASSERT_EQ(servers.size(), 3u);
  EXPECT_THAT(servers[0].hosts, ElementsAre("*.tatime.example", "tax.example"));
  EXPECT_THAT(servers[1].hosts, ElementsAre("court.example"));
  EXPECT_THAT(servers[2].hosts, ElementsAre("tatime.example"));
  EXPECT_EQ(servers[2].places.size(), 3u);
}

TEST(RenderNginx, CertificateOfTheHostThenOfItsWildcardThenTheDefault) {
  policy::Gateway gateway;
  gateway.certificates = {{{}, "default", "k"}, {{"*.example"}, "wild", "k"}, {{"a.example"}, "exact", "k"}};
  EXPECT_EQ(certificate_for(gateway, "a.example")->certificate, "exact");
  EXPECT_EQ(certificate_for(gateway, "b.example")->certificate, "wild");
  EXPECT_EQ(certificate_for(gateway, "*.example")->certificate, "wild");
  EXPECT_EQ(certificate_for(gateway, "c.b.example"), nullptr) << "a wildcard covers one label";
  EXPECT_EQ(certificate_for(gateway, "example"), nullptr);
}

TEST(RenderNginx, BodiesBeyondTheBufferGoOnAsTheyCome) {
  policy::Policy policy = sample();
  policy.services = {service("one", 9101)};
  policy.services[0].limits.client_body_bytes_max = kBufferedBodyBytesMax;
  EXPECT_THAT(rendered(policy, options_in("/s")), Not(HasSubstr("proxy_request_buffering off")));
  policy.services[0].limits.client_body_bytes_max = kBufferedBodyBytesMax + 1;
  const std::string text = rendered(policy, options_in("/s"));
  EXPECT_THAT(text, HasSubstr("proxy_request_buffering off"));
  EXPECT_THAT(text, HasSubstr("client_max_body_size 67108865;"));
}

TEST(RenderNginx, WithoutTrustedProxiesNobodySaysWhoTheClientIs) {
  policy::Policy policy = sample();
  policy.gateway.trusted_proxies.clear();
  const std::string text = rendered(policy, options_in("/s"));
  EXPECT_THAT(text, Not(HasSubstr("real_ip")));
  EXPECT_THAT(text, Not(HasSubstr("$http_x_forwarded")));
  EXPECT_THAT(text, HasSubstr("proxy_set_header X-Forwarded-Proto $scheme;"));
}

TEST(RenderNginx, AStatusHostThatIsAServicesOwnIsNotServedTwice) {
  policy::Policy policy = sample();
  policy.gateway.status_host = "court.example";
  EXPECT_THAT(rendered(policy, options_in("/s")),
              Not(HasSubstr("return 301 /status/; }\n    location = /status")));
  const NginxFolder folder;
  EXPECT_EQ(folder.test(rendered(policy, options_in(folder.path()))).status, 0);
}

TEST(RenderNginx, NoStringBecomesADirective) {
  struct Row {
    const char* name;
    void (*harm)(policy::Policy&);
  };
  for (const Row& row : std::initializer_list<Row>{
           {"quote in a host", [](auto& p) { p.services[0].hosts = {"a\";return 200 \"x"}; }},
           {"regular expression as a host", [](auto& p) { p.services[0].hosts = {"~^.*$"}; }},
           {"inner wildcard", [](auto& p) { p.services[0].hosts = {"a.*.example"}; }},
           {"leading dot", [](auto& p) { p.services[0].hosts = {".example"}; }},
           {"variable in a path", [](auto& p) { p.services[0].paths = {"/$http_x"}; }},
           {"regular expression as a path", [](auto& p) { p.services[0].paths = {"~ .*"}; }},
           {"line break in a path", [](auto& p) { p.services[0].paths = {"/a\n} server { }"}; }},
           {"backslash in a path", [](auto& p) { p.services[0].paths = {"/a\\"}; }},
           {"quote in an upstream", [](auto& p) { p.services[0].upstream[0].host = "x\"; #"; }},
           {"upstream called unix", [](auto& p) { p.services[0].upstream[0].host = "unix"; }},
           {"upstreams of two schemes", [](auto& p) { p.services[2].upstream[1].scheme = "https"; }},
           {"no upstream", [](auto& p) { p.services[0].upstream.clear(); }},
           {"no listener", [](auto& p) { p.gateway.listen.clear(); }},
           {"quote in a listener", [](auto& p) { p.gateway.listen[0].address = "\""; }},
           {"quote in the status host", [](auto& p) { p.gateway.status_host = "\"; x"; }},
           {"variable in a certificate",
            [](auto& p) {
              p.gateway.listen[0].tls = true;
              p.gateway.certificates = {{{}, "/etc/$ssl_server_name.pem", "/k"}};
            }},
           {"empty key path",
            [](auto& p) {
              p.gateway.listen[0].tls = true;
              p.gateway.certificates = {{{}, "/c", ""}};
            }},
       }) {
    policy::Policy policy = sample();
    row.harm(policy);
    const auto text = render_nginx(policy, options_in("/s"));
    ASSERT_FALSE(text) << row.name;
    EXPECT_EQ(text.error().code, ErrorCode::kInvalid) << row.name;
  }
  EXPECT_FALSE(render_nginx(sample(), options_in("/var/$x")));
  EXPECT_FALSE(render_nginx(sample(), options_in("")));
}

// Semicolons and braces inside quotes are only text.
TEST(RenderNginx, OddButLawfulPathsAreQuoted) {
  policy::Policy policy = sample();
  policy.services[0].paths = {"/a;b{c}", "/with space", "/#hash"};
  const NginxFolder folder;
  const Outcome outcome = folder.test(rendered(policy, options_in(folder.path())));
  EXPECT_EQ(outcome.status, 0) << outcome.output;
}

}  // namespace
}  // namespace bulkhead::control

// The Core Rule Set in both engines, on the requests of its own tests, on attacks and on real traffic.
//
// BULKHEAD_CRS4 names a checkout of CRS 4; BULKHEAD_ORACLE_ALL=1 runs all of the data instead of a sample.

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "oracle/both.h"

namespace bulkhead::oracle {
namespace {

namespace fs = std::filesystem;

constexpr int kDisagreementsShown = 10;

const fs::path& data() {
  static const fs::path path = fs::path(BULKHEAD_SOURCE_DIR).parent_path() / "shared" / "data";
  return path;
}

std::size_t step(std::size_t sampled) { return std::getenv("BULKHEAD_ORACLE_ALL") != nullptr ? 1 : sampled; }

std::string paranoid(int level) {
  return "SecRuleEngine DetectionOnly\nSecRequestBodyAccess On\nSecResponseBodyAccess On\n"
         "SecAction \"id:99,phase:1,pass,nolog,setvar:tx.paranoia_level=" +
         std::to_string(level) + ",setvar:tx.blocking_paranoia_level=" + std::to_string(level) +
         ",setvar:tx.detection_paranoia_level=" + std::to_string(level) + "\"\n";
}

// Nothing when it is not installed.
std::string core_rules() {
  if (const char* checkout = std::getenv("BULKHEAD_CRS4")) {
    const std::string folder = checkout;
    return "Include " + folder + "/crs-setup.conf.example\nInclude " + folder + "/rules/*.conf\n";
  }
  if (!fs::exists("/usr/share/modsecurity-crs/rules")) return {};
  return "Include /etc/modsecurity/crs/crs-setup.conf\nInclude /usr/share/modsecurity-crs/rules/*.conf\n";
}

class CoreRules : public testing::Test {
 protected:
  void SetUp() override {
    const std::string rules = core_rules();
    if (rules.empty()) GTEST_SKIP() << "the Debian package modsecurity-crs is not installed";
    if (both_ != nullptr) return;
    std::string why;
    both_ = Both::from(paranoid(4) + rules, why);
    ASSERT_NE(both_, nullptr) << why.substr(0, 4'000);
  }

  void hold(const Exchange& exchange) {
    ++compared_;
    const std::string differs = both_->disagreement(exchange);
    if (differs.empty()) return;
    ++different_;
    if (different_ <= kDisagreementsShown) ADD_FAILURE() << differs.substr(0, 4'000);
  }

  void TearDown() override {
    EXPECT_EQ(different_, 0u) << "of " << compared_ << " requests";
    std::cout << compared_ << " requests compared\n";
  }

  std::size_t compared_ = 0;
  std::size_t different_ = 0;
  static std::unique_ptr<Both> both_;
};
std::unique_ptr<Both> CoreRules::both_;

// "payload","length","attack_type","label", quotes doubled; a payload may hold line feeds.
std::vector<std::string> payloads() {
  std::ifstream in(data() / "payloads" / "httpparams-train.csv", std::ios::binary);
  std::vector<std::string> all;
  std::string field;
  bool quoted = false;
  bool first = true;
  for (char c = 0; in.get(c);) {
    if (c == '"') {
      if (quoted && in.peek() == '"') {
        field += static_cast<char>(in.get());
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && (c == ',' || c == '\n')) {
      if (first) all.push_back(field);
      first = c == '\n';
      field.clear();
    } else {
      field += c;
    }
  }
  if (!all.empty()) all.erase(all.begin());
  return all;
}

TEST_F(CoreRules, PayloadsAsArgumentFieldAndCookie) {
  const std::vector<std::string> all = payloads();
  if (all.empty()) GTEST_SKIP() << "no payloads at " << data();
  for (std::size_t i = 0; i < all.size(); i += step(151)) {
    const std::string encoded = percent_encoded(all[i]);
    hold(get_request("/?q=" + encoded));
    hold(post_request("application/x-www-form-urlencoded", "q=" + encoded));
    Exchange cookie = get_request("/");
    cookie.fields.emplace_back("Cookie", "q=" + encoded);
    hold(cookie);
  }
}

// address - - [time] "METHOD target HTTP/1.1" status bytes "referer" "agent"
Exchange logged_request(const std::string& line) {
  std::vector<std::string> quoted;
  for (std::size_t at = line.find('"'); at != std::string::npos;) {
    const std::size_t end = line.find('"', at + 1);
    if (end == std::string::npos) break;
    quoted.push_back(line.substr(at + 1, end - at - 1));
    at = line.find('"', end + 1);
  }
  Exchange exchange = get_request("/");
  if (quoted.empty()) return exchange;
  const std::size_t blank = quoted[0].find(' ');
  const std::size_t last = quoted[0].rfind(' ');
  if (blank != std::string::npos && last > blank) {
    exchange.method = quoted[0].substr(0, blank);
    exchange.target = quoted[0].substr(blank + 1, last - blank - 1);
  }
  if (quoted.size() > 1) exchange.fields.emplace_back("Referer", quoted[1]);
  if (quoted.size() > 2) exchange.fields[1].second = quoted[2];
  exchange.client_address = line.substr(0, line.find(' '));
  exchange.response_fields = {{"Content-Type", "text/html; charset=utf-8"}};
  exchange.response_body = "<html><body>It works</body></html>";
  return exchange;
}

TEST_F(CoreRules, RealTraffic) {
  std::ifstream in(data() / "traffic" / "apache-access-2015.log");
  if (!in) GTEST_SKIP() << "no traffic at " << data();
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    if (number++ % step(53) == 0) hold(logged_request(line));
  }
}

// The texts behind `data:`, `uri:` and header fields of CRS's own tests; what YAML is more than lines is left as it is.
std::vector<Exchange> own_tests() {
  std::vector<Exchange> all;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(data() / "crs-3.3.4-tests", none)) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream in(entry.path());
    Exchange exchange;
    bool begun = false;
    bool in_headers = false;
    std::size_t headers_column = 0;
    for (std::string line; std::getline(in, line);) {
      const std::size_t begin = line.find_first_not_of(' ');
      const std::size_t colon = line.find(": ");
      if (begin == std::string::npos) continue;
      const std::string name = line.substr(begin, std::min(line.find(':', begin), line.size()) - begin);
      std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
      if (value.size() > 1 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0]) {
        value = value.substr(1, value.size() - 2);
      }
      if (name == "input") {
        if (begun) all.push_back(exchange);
        exchange = Exchange{};
        begun = true;
      }
      if (name == "method") exchange.method = value;
      if (name == "uri") exchange.target = value;
      if (name == "data") exchange.body = value;
      if (in_headers && colon != std::string::npos && begin > headers_column)
        exchange.fields.emplace_back(name, value);
      in_headers = name == "headers" || (in_headers && begin > headers_column);
      if (name == "headers") headers_column = begin;
    }
    if (begun) all.push_back(exchange);
  }
  return all;
}

TEST_F(CoreRules, ItsOwnTests) {
  const std::vector<Exchange> all = own_tests();
  if (all.empty()) GTEST_SKIP() << "no tests of CRS at " << data();
  for (std::size_t i = 0; i < all.size(); i += step(3)) hold(all[i]);
}

}  // namespace
}  // namespace bulkhead::oracle

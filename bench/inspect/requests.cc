#include "bench/inspect/requests.h"

#include <fmt/format.h>

namespace bulkhead::bench {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields fields(const std::string& type, std::size_t bytes) {
  Fields all = {{"Host", "portal.example"},
                {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"},
                {"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
                {"Accept-Language", "sq,en;q=0.5"},
                {"Accept-Encoding", "gzip, deflate, br"},
                {"Connection", "keep-alive"},
                {"Cookie", "session=9f8e7d6c5b4a39281706; lang=sq"}};
  if (!type.empty()) {
    all.emplace_back("Content-Type", type);
    all.emplace_back("Content-Length", std::to_string(bytes));
  }
  return all;
}

BenchRequest post(const std::string& name, const std::string& target, const std::string& type,
                  std::string body) {
  BenchRequest request{name, "POST", target, fields(type, body.size()), {}};
  request.body = std::move(body);
  return request;
}

constexpr const char* kForm = "application/x-www-form-urlencoded";
constexpr const char* kJson = "application/json";

std::string form(std::size_t arguments, std::size_t value_bytes) {
  static constexpr const char* kWords[] = {"Agim", "Hoxha",   "Rruga e Durresit", "Tirane",
                                           "1001", "qytetar", "deklarate",        "2022"};
  std::string body;
  for (std::size_t i = 0; i < arguments; ++i) {
    std::string value;
    while (value.size() < value_bytes)
      value += (value.empty() ? "" : "+") + fmt::format("{}", kWords[(i + value.size()) % 8]);
    for (char& c : value) c = c == ' ' ? '+' : c;
    body += fmt::format("{}field{}={}", i == 0 ? "" : "&", i, value.substr(0, value_bytes));
  }
  return body;
}

std::string json(std::size_t values, std::size_t value_bytes) {
  std::string body = "{";
  for (std::size_t i = 0; i < values; ++i) {
    std::string value;
    while (value.size() < value_bytes) value += "a plain text of a citizen ";
    body += fmt::format("{}\"key{}\":\"{}\"", i == 0 ? "" : ",", i, value.substr(0, value_bytes));
  }
  return body + "}";
}

std::string deep_json(std::size_t depth) {
  std::string body;
  for (std::size_t i = 0; i < depth; ++i) body += "{\"a\":";
  body += "1";
  body.append(depth, '}');
  return body;
}

}  // namespace

std::vector<BenchRequest> bench_requests() {
  return {
      {"plain GET", "GET", "/services/tax?year=2022&lang=sq", fields("", 0), {}},
      post("1 KB form", "/submit", kForm, form(20, 43)),
      post("2 KB JSON", "/api/submit", kJson, json(40, 36)),
      {"SQL injection",
       "GET",
       "/item?id=1%27%20UNION%20SELECT%20username,password%20FROM%20users--%20-",
       fields("", 0),
       {}},
      post("950 arguments, 103 KB", "/submit", kForm, form(950, 98)),
      post("JSON, 950 values, 800 KB", "/api/submit", kJson, json(950, 830)),
      post("JSON, depth 400", "/api/submit", kJson, deep_json(400)),
      post("100 KB of a", "/submit", kForm, "q=" + std::string(100'000, 'a')),
  };
}

}  // namespace bulkhead::bench

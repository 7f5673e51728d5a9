// Do both engines find the same rules in the same requests?
//
//     inspect_parity --rules FILE … < requests
//
// A request is a line of JSON: {"name": …, "method": …, "target": …, "fields": [[name, value] …], "body": …}; each character of its texts
// stands for the byte of that number. Each request in which they differ becomes a line {"name": …, "ours": […], "theirs": […]}, and the
// last line says in how many anything was found: {"requests": N, "found": N, "different": N}.

#include <algorithm>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bench/inspect/engines.h"

namespace bulkhead::bench {

namespace {

using nlohmann::json;

// JSON text is UTF-8; the characters meant are those up to U+00FF.
std::string bytes_of(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80 || i + 1 == text.size()) {
      bytes += text[i];
    } else {
      bytes += static_cast<char>(((byte & 0x03) << 6) | (static_cast<unsigned char>(text[++i]) & 0x3F));
    }
  }
  return bytes;
}

BenchRequest request_of(const json& line) {
  BenchRequest request;
  request.method = bytes_of(line.at("method").get<std::string>());
  request.target = bytes_of(line.at("target").get<std::string>());
  for (const json& field : line.at("fields"))
    request.fields.emplace_back(bytes_of(field.at(0).get<std::string>()),
                                bytes_of(field.at(1).get<std::string>()));
  request.body = bytes_of(line.value("body", ""));
  return request;
}

std::vector<long> missing_in(const std::vector<long>& other, const std::vector<long>& all) {
  std::vector<long> missing;
  std::ranges::set_difference(all, other, std::back_inserter(missing));
  return missing;
}

int run(const std::vector<std::string>& files) {
  const auto ours = make_bulkhead(files);
  const auto theirs = make_libmodsecurity(files);
  std::size_t requests = 0;
  std::size_t found = 0;
  std::size_t different = 0;
  for (std::string line; std::getline(std::cin, line); ++requests) {
    const json told = json::parse(line);
    const BenchRequest request = request_of(told);
    const std::vector<long> a = ours->rules(request);
    const std::vector<long> b = theirs->rules(request);
    if (!a.empty() || !b.empty()) ++found;
    if (a == b) continue;
    ++different;
    std::cout << json{{"name", told.at("name")}, {"ours", missing_in(b, a)}, {"theirs", missing_in(a, b)}}
              << '\n';
  }
  std::cout << json{{"requests", requests}, {"found", found}, {"different", different}} << '\n';
  return 0;
}

}  // namespace

}  // namespace bulkhead::bench

int main(int count, char** words) {
  std::vector<std::string> files;
  for (int i = 1; i + 1 < count; i += 2)
    if (std::strcmp(words[i], "--rules") == 0) files.emplace_back(words[i + 1]);
  if (files.empty()) {
    std::cerr << "usage: inspect_parity --rules FILE … < requests\n";
    return 2;
  }
  return bulkhead::bench::run(files);
}

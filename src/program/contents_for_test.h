// Image contents for tests: small ones to read, and random ones to search for disagreement.

#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "program/writer.h"

namespace bulkhead::program {

inline ImageContents::Service service_for_test(std::string name, ServiceSlot slot) {
  ImageContents::Service service;
  service.compartment = name;
  service.hosts = {name + ".example"};
  service.paths = {"/"};
  service.title = {"The " + name, "E " + name};
  service.elsewhere = {"Counter 4", ""};
  service.name = std::move(name);
  service.slot = slot;
  service.criticality = 1;
  service.client_body_bytes_max = 1u << 20;
  return service;
}

inline ImageContents contents_for_test() {
  ImageContents contents;
  contents.version = 7;
  contents.policy_digest.fill(0xab);
  contents.languages = {{"en", false}, {"ar", true}};
  contents.agency_name = {"Digital Agency", "الوكالة الرقمية"};
  contents.agency_contact = {"call 117", "117"};
  contents.agency_homepage = "https://agency.example/";
  contents.zone = {"Europe/Tirane", {{1'577'836'800, 3'600}, {1'774'746'000, 7'200}, {1'792'890'000, 3'600}}};
  contents.phrases = {{"closed_title", {"Closed", "مغلق"}}, {"contact_title", {"Questions", "أسئلة"}}};
  auto tax = service_for_test("tax-filing", 3);
  tax.criticality = 0;
  tax.open_on_gateway_failure = true;
  tax.lanes = {{"counters", {*Network::parse("10.20.0.0/16")}},
               {"border", {*Network::parse("10.20.7.0/24")}}};
  tax.session_cookies = {"SESSION", "tax_sid"};
  auto forms = service_for_test("forms", 0);
  forms.hosts = {"tax-filing.example", "*.forms.example"};
  forms.paths = {"/forms", "/print/all"};
  contents.services = {tax, forms};
  return contents;
}

/// Hosts, paths and addresses are drawn from few, so that exact hosts, wildcards, prefixes and networks
/// overlap often.
class RandomContents {
 public:
  explicit RandomContents(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
  std::string label() { return std::string(1, static_cast<char>('a' + below(3))); }
  std::string host() {
    std::string name = label();
    for (std::size_t more = below(4); more > 0; --more) name += "." + label();
    return name;
  }
  std::string path() {
    std::string name;
    for (std::size_t more = below(5); more > 0; --more) name += "/" + label() + (below(4) == 0 ? "b" : "");
    return name.empty() ? "/" : name;
  }
  Address address() { return Address::v4({10, byte(), byte(), byte()}); }
  Network network() {
    const auto bits = static_cast<std::uint8_t>(96 + below(33));
    Network network{address(), bits};
    for (std::size_t bit = bits; bit < 128; ++bit)
      network.address.bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80u >> (bit % 8)));
    return network;
  }
  /// Doors that two services would claim are left to the first.
  ImageContents contents();

 private:
  std::uint8_t byte() { return static_cast<std::uint8_t>(below(3)); }

  std::mt19937_64 random_;
};

inline ImageContents RandomContents::contents() {
  ImageContents contents = contents_for_test();
  contents.services.clear();
  std::vector<std::string> claimed;
  for (std::size_t index = 0, count = 1 + below(12); index < count; ++index) {
    auto service = service_for_test("s" + std::to_string(index), static_cast<ServiceSlot>(index * 7));
    service.hosts = {(below(3) == 0 ? "*." : "") + host()};
    service.paths.clear();
    for (std::size_t more = 1 + below(3); more > 0; --more) {
      const std::string wanted = path();
      if (std::ranges::find(claimed, service.hosts[0] + wanted) != claimed.end()) continue;
      claimed.push_back(service.hosts[0] + wanted);
      service.paths.push_back(wanted);
    }
    for (std::size_t lane = below(3); lane > 0; --lane) {
      service.lanes.push_back({"lane" + std::to_string(lane), {}});
      for (std::size_t more = below(6); more > 0; --more) service.lanes.back().networks.push_back(network());
    }
    contents.services.push_back(service);
  }
  return contents;
}

}  // namespace bulkhead::program

// Compiling is a pure function of its input, what comes out answers as the policy says, and what must not be
// in an image is not in it. The golden dump shows a whole image; UPDATE_GOLDEN=1 rewrites it for review.

#include "compile/compile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "program/dump.h"

namespace bulkhead::compile {
namespace {

policy::Policy sample() {
  policy::Policy policy;
  policy.sha256 = std::string(64, 'a');
  policy.agency.languages = {"en", "sq"};
  policy.agency.name = {{"en", "Digital Agency"}, {"sq", "Agjencia Digjitale"}};
  policy.agency.contact = {{"en", "call 117"}};
  policy.agency.homepage = "https://agency.example/";
  policy.agency.timezone = {"Europe/Tirane",
                            {{1'577'836'800, 3'600}, {1'585'443'600, 7'200}, {1'603'587'600, 3'600}}};
  policy.operators.push_back(
      {.id = "ana", .name = "Ana", .uid = 1001, .token_sha256 = "secretdigest", .token_expires = {}});
  policy::Service tax;
  tax.name = "tax-filing";
  tax.compartment = "tax";
  tax.criticality = policy::Criticality::kEssential;
  tax.title = {{"en", "Tax filing"}, {"sq", "Deklarimi i tatimeve"}};
  tax.elsewhere = {{"en", "At any counter"}};
  tax.hosts = {"tatime.example", "*.tatime.example"};
  tax.paths = {"/"};
  tax.upstream = {{"http", "10.9.8.7", 9101}};
  tax.lanes = {{"counters", {*Network::parse("10.20.0.0/16"), *Network::parse("2001:db8::/32")}}};
  tax.session_cookies = {"SESSION"};
  policy::Service registry;
  registry.name = "registry";
  registry.compartment = "registry";
  registry.on_gateway_failure = policy::OnGatewayFailure::kOpen;
  registry.title = {{"en", "Civil registry"}, {"sq", "Gjendja civile"}};
  registry.hosts = {"tatime.example"};
  registry.paths = {"/registry", "/archive/registry"};
  policy.services = {registry, tax};
  return policy;
}

policy::PhraseTable phrases() {
  return {{"en", {{"closed_title", "{service} is closed"}, {"contact_title", "Questions"}}},
          {"sq", {{"closed_title", "{service} është mbyllur"}}},
          {"de", {{"only_german", "nicht im Abbild"}}}};
}

std::vector<std::byte> compiled(const policy::Policy& policy) {
  auto bytes = compile(policy, phrases(), {.version = 7, .slots = slots_in_name_order(policy)});
  EXPECT_TRUE(bytes) << bytes.error().message;
  return bytes.value_or(std::vector<std::byte>{});
}

TEST(Compile, SameInputGivesTheSameBytes) {
  EXPECT_EQ(compiled(sample()), compiled(sample()));
  policy::Policy turned = sample();
  std::ranges::reverse(turned.services);
  EXPECT_EQ(compiled(sample()), compiled(turned)) << "the order of services carries no meaning";
}

TEST(Compile, GoldenDump) {
  const auto bytes = compiled(sample());
  const auto image = program::Image::verify(bytes);
  ASSERT_TRUE(image) << image.error().message;
  const std::string path = std::string(BULKHEAD_SOURCE_DIR) + "/src/compile/testdata/sample.dump";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << program::dump(*image);
  std::stringstream golden;
  golden << std::ifstream(path).rdbuf();
  EXPECT_EQ(program::dump(*image), golden.str());
}

TEST(Compile, ImageAnswersAsThePolicySays) {
  const auto bytes = compiled(sample());
  const auto image = program::Image::verify(bytes);
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_EQ(image->version(), 7u);
  EXPECT_EQ(image->find("tatime.example", "/registry/people"), 0);
  EXPECT_EQ(image->find("tatime.example", "/registryx"), 1);
  EXPECT_EQ(image->find("other.example", "/"), program::kNoService);
  EXPECT_TRUE(image->service(1).split_by_path);
  EXPECT_EQ(image->lane(1, *Address::parse("10.20.3.4")), "counters");
  EXPECT_EQ(image->text(1, program::TextKind::kTitle, 1), "Deklarimi i tatimeve");
  EXPECT_EQ(image->agency_contact(1), "call 117") << "the first language fills in";
  EXPECT_EQ(image->phrase("contact_title", 1), "Questions") << "the first language fills in";
  EXPECT_EQ(image->phrase("closed_title", 1), "{service} është mbyllur");
  EXPECT_EQ(image->phrase("only_german", 0), "");
}

TEST(Compile, SecretsAndInnerAddressesStayOut) {
  const auto bytes = compiled(sample());
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  for (const char* secret : {"ana", "secretdigest", "10.9.8.7", "9101"})
    EXPECT_EQ(text.find(secret), text.npos) << secret;
}

TEST(Compile, WhatItCannotCompileItRefuses) {
  struct Row {
    const char* name;
    void (*harm)(policy::Policy&);
    ErrorCode code;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"digest too short", [](auto& policy) { policy.sha256 = "ab"; }, ErrorCode::kInvalid},
           {"digest not hex", [](auto& policy) { policy.sha256[5] = 'x'; }, ErrorCode::kInvalid},
           {"service without a slot", [](auto& policy) { policy.services[0].name = "renamed"; },
            ErrorCode::kInvalid},
           {"one door twice", [](auto& policy) { policy.services[0].paths = {"/"}; }, ErrorCode::kConflict},
           {"a time zone of which only the name was read",
            [](auto& policy) { policy.agency.timezone.changes.clear(); }, ErrorCode::kInvalid},
           {"no language", [](auto& policy) { policy.agency.languages.clear(); }, ErrorCode::kInvalid},
       }) {
    policy::Policy policy = sample();
    const Slots slots = slots_in_name_order(policy);
    row.harm(policy);
    const auto bytes = compile(policy, phrases(), {.version = 1, .slots = slots});
    ASSERT_FALSE(bytes) << row.name;
    EXPECT_EQ(bytes.error().code, row.code) << row.name << ": " << bytes.error().message;
  }
}

TEST(Compile, AsManyServicesAsThePolicyAllowsAndNoMore) {
  policy::Policy policy = sample();
  const policy::Service pattern = policy.services[1];
  const auto fill = [&](std::size_t count) {
    policy.services.assign(count, pattern);
    for (std::size_t index = 0; index < count; ++index) {
      policy.services[index].name = "s" + std::to_string(index);
      policy.services[index].hosts = {"h" + std::to_string(index) + ".example"};
    }
    return compile(policy, phrases(), {.version = 1, .slots = slots_in_name_order(policy)});
  };
  const auto most = fill(policy::Limits::kServicesMax);
  ASSERT_TRUE(most) << most.error().message;
  EXPECT_EQ(program::Image::verify(*most)->services(), policy::Limits::kServicesMax);
  const auto beyond = fill(policy::Limits::kServicesMax + 1);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, ErrorCode::kLimit);
}

TEST(Compile, SlotsInNameOrderWithoutAGateway) {
  EXPECT_EQ(slots_in_name_order(sample()), (Slots{{"registry", 0}, {"tax-filing", 1}}));
}

}  // namespace
}  // namespace bulkhead::compile

// Compiling is a pure function of its input, and what comes out answers as the policy says.

#include "compile/compile.h"

#include <gtest/gtest.h>

namespace bulkhead::compile {
namespace {

policy::Policy sample() {
  policy::Policy policy;
  policy.sha256 = std::string(64, 'a');
  policy.agency.languages = {"en", "sq"};
  policy.agency.name = {{"en", "Digital Agency"}, {"sq", "Agjencia Digjitale"}};
  policy.agency.contact = {{"en", "call 117"}};
  policy::Service tax;
  tax.name = "tax-filing";
  tax.compartment = "tax";
  tax.title = {{"en", "Tax filing"}, {"sq", "Deklarimi i tatimeve"}};
  tax.hosts = {"tatime.example"};
  tax.paths = {"/"};
  tax.lanes = {{"counters", {*Network::parse("10.20.0.0/16")}}};
  policy::Service registry = tax;
  registry.name = "registry";
  registry.paths = {"/registry"};
  policy.services = {registry, tax};
  return policy;
}

TEST(Compile, SameInputGivesTheSameBytes) {
  const auto policy = sample();
  const CompileOptions options{.version = 7, .slots = slots_in_name_order(policy)};
  const auto first = compile(policy, {{"en", {{"closed", "Closed"}}}}, options);
  const auto second = compile(policy, {{"en", {{"closed", "Closed"}}}}, options);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(*first, *second);
}

TEST(Compile, ImageAnswersAsThePolicySays) {
  const auto policy = sample();
  const auto bytes = compile(policy, {{"en", {{"closed", "Closed"}}}}, {.version = 7, .slots = slots_in_name_order(policy)});
  ASSERT_TRUE(bytes) << bytes.error().message;
  const auto image = program::Image::verify(*bytes);
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_EQ(image->version(), 7u);
  EXPECT_EQ(image->find("tatime.example", "/registry/people"), 0);
  EXPECT_EQ(image->find("tatime.example", "/registryx"), 1);
  EXPECT_EQ(image->find("other.example", "/"), program::kNoService);
  EXPECT_TRUE(image->service(1).split_by_path);
  EXPECT_EQ(image->lane(1, *Address::parse("10.20.3.4")), "counters");
  EXPECT_EQ(image->text(1, program::TextKind::kTitle, 1), "Deklarimi i tatimeve");
  EXPECT_EQ(image->agency_contact(1), "call 117") << "the first language fills in";
  EXPECT_EQ(image->phrase("closed", 1), "Closed");
}

}  // namespace
}  // namespace bulkhead::compile

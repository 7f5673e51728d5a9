#include "control/daemon/proposed_policies.h"

#include <vector>

#include <gtest/gtest.h>

#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

Proposal proposal_of(const ProposedPolicy& proposed) {
  Proposal proposal;
  proposal.kind = ProposalKind::kPolicy;
  proposal.payload = proposed.payload();
  return proposal;
}

TEST(ProposedPolicyTest, is_read_as_it_was_proposed) {
  const auto back =
      ProposedPolicy::of(proposal_of({"rollback", "abc", 7, 5, "/etc/bulkhead/a policy with spaces.yaml"}));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->action, "rollback");
  EXPECT_EQ(back->digest, "abc");
  EXPECT_EQ(back->base, 7u);
  EXPECT_EQ(back->rollback_to, 5u);
  EXPECT_EQ(back->file_name, "/etc/bulkhead/a policy with spaces.yaml");
}

TEST(ProposedPolicyTest, an_order_s_proposal_is_none) { EXPECT_FALSE(ProposedPolicy::of(Proposal())); }

TEST(ProposedTextsTest, keeps_those_that_wait_and_drops_the_rest) {
  const os::TemporaryFolderForTest folder;
  ProposedTexts texts(folder.path() + "/proposed");
  ASSERT_TRUE(texts.keep("one", "1", {}));
  ASSERT_TRUE(texts.keep("two", "2", std::vector{proposal_of({"apply", "one", 0})}));
  EXPECT_EQ(texts.read("one").value(), "1");
  ASSERT_TRUE(texts.keep("three", "3", std::vector{proposal_of({"apply", "two", 0})}));
  EXPECT_FALSE(texts.read("one"));
  EXPECT_EQ(texts.read("two").value(), "2");
  texts.drop("two");
  EXPECT_FALSE(texts.read("two"));
  EXPECT_EQ(texts.read("three").value(), "3");
}

}  // namespace
}  // namespace bulkhead::control

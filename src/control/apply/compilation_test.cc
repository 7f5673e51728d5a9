// A policy and its phrases are checked together: everything that is wrong is told, and the agency's own
// phrases count before the shipped ones.

#include "control/apply/compilation.h"

#include <gtest/gtest.h>

#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

const std::string kShipped = std::string(BULKHEAD_SOURCE_DIR) + "/translations";

std::string policy_text(const std::string& languages, const std::string& gateway = "") {
  const std::string text = languages == "[en]" ? "{ en: Tax }" : "{ en: Tax, sq: Tatimet }";
  return "agency: { name: " + text + ", contact: " + text + ", languages: " + languages +
         " }\n"
         "gateway: { listen: [\"127.0.0.1:18080\"]" +
         gateway +
         " }\n"
         "services:\n"
         "  tax:\n"
         "    title: " +
         text +
         "\n"
         "    match: { hosts: [tax.example] }\n"
         "    upstream: [\"http://127.0.0.1:9101\"]\n";
}

TEST(CheckPolicy, TakesWhatIsSound) {
  const auto checked = check_policy(policy_text("[en, sq]"), "bulkhead.yaml", kShipped);
  ASSERT_TRUE(checked) << checked.error().error.message;
  EXPECT_EQ(checked->policy.services.size(), 1u);
  EXPECT_FALSE(checked->phrases.at("sq").at("closed_title").empty());
  EXPECT_EQ(checked->text, policy_text("[en, sq]")) << "to the byte: its digest is in the image";
}

TEST(CheckPolicy, TheAgencysOwnPhrasesCount) {
  const os::TemporaryFolderForTest folder;
  ASSERT_TRUE(os::make_folder(folder.file("words"), 0755));
  ASSERT_TRUE(os::write_file_atomically(folder.file("words/en.yaml"), "reference: Case number\n", 0644));
  const auto checked =
      check_policy(policy_text("[en]", ", translations: " + folder.file("words")), "bulkhead.yaml", kShipped);
  ASSERT_TRUE(checked) << checked.error().error.message;
  EXPECT_EQ(checked->phrases.at("en").at("reference"), "Case number");
  EXPECT_FALSE(checked->phrases.at("en").at("closed_title").empty());
}

TEST(CheckPolicy, AllThatIsWrongIsTold) {
  const auto refused = check_policy("services: 7\nbogus: 1\n", "bulkhead.yaml", kShipped);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error.code, ErrorCode::kInvalid);
  EXPECT_GE(refused.error().diagnostics.size(), 2u);
}

TEST(CheckPolicy, ALanguageWithoutPhrasesIsRefused) {
  const auto refused = check_policy(policy_text("[en, sq]"), "bulkhead.yaml", "");
  ASSERT_FALSE(refused);
  EXPECT_FALSE(refused.error().diagnostics.empty());
}

}  // namespace
}  // namespace bulkhead::control

// A policy comes into force whole or not at all: whichever step fails, image in force, kept images,
// nginx.conf and what workers were told are as before. nginx and workers are played here; images and files
// are real.

#include "control/apply/applier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <utility>

#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string policy_text(const std::string& title, const std::string& more = "") {
  return "agency: { name: { en: Agency }, contact: { en: \"1800\" }, languages: [en] }\n"
         "gateway: { listen: [\"127.0.0.1:18080\"] }\n"
         "services:\n"
         "  tax:\n"
         "    title: { en: " +
         title +
         " }\n"
         "    match: { hosts: [tax.example] }\n"
         "    upstream: [\"http://127.0.0.1:9101\"]\n" +
         more;
}

/// nginx: -t and reload, each of which can be told to fail.
class FakeRunner final : public CommandRunner {
 public:
  Result<Outcome> run(const std::vector<std::string>& arguments, Milliseconds) override {
    const bool is_reload = arguments.front() == "reload";
    ++(is_reload ? reloads : trials);
    const bool fails = is_reload ? reload_fails : trial_fails;
    return Outcome{fails ? 1 : 0, fails ? "no such certificate" : ""};
  }
  int trials = 0, reloads = 0;
  bool trial_fails = false, reload_fails = false;
};

/// The workers: what they were told last.
class FakePublisher final : public ImagePublisher {
 public:
  Status publish_image(std::uint64_t version, const std::string&, Stage stage) override {
    if (fails && *fails == stage) {
      fails.reset();
      return fail(ErrorCode::kUnavailable, "a worker did worse");
    }
    if (stage == Stage::kAll) told = version;
    if (stage == Stage::kAll && then) std::exchange(then, nullptr)(version);
    return {};
  }
  /// Called once, when all workers were told: breaks the step that follows.
  std::function<void(std::uint64_t version)> then;
  std::optional<Stage> fails;
  std::uint64_t told = 0;
};

class ApplierTest : public testing::Test {
 protected:
  ApplierTest()
      : store_(*ImageStore::open(folder_.file("images"))),
        host_(host_options(), runner_),
        applier_(options(), store_, host_, publisher_) {}

  GatewayHostOptions host_options() {
    GatewayHostOptions options;
    options.state_folder = folder_.path();
    options.reload_command = {"reload"};
    return options;
  }
  ApplierOptions options() {
    ApplierOptions options;
    options.nginx.state_folder = folder_.path();
    options.nginx.module_path = "/module.so";
    return options;
  }

  Result<Applied> apply(const std::string& text) {
    const auto plan = applier_.plan(text, "bulkhead.yaml");
    if (!plan) return std::unexpected(plan.error().error);
    return applier_.commit(*plan);
  }

  struct State {
    std::optional<std::uint64_t> current;
    std::vector<std::uint64_t> kept;
    std::string configuration;
    std::uint64_t told;
    bool operator==(const State&) const = default;
  };
  State state() {
    State now{*store_.current(), {}, *host_.configuration(), publisher_.told};
    const auto images = *store_.list();
    for (const KeptImage& image : images) now.kept.push_back(image.version);
    return now;
  }

  os::TemporaryFolderForTest folder_;
  ImageStore store_;
  FakeRunner runner_;
  FakePublisher publisher_;
  GatewayHost host_;
  Applier applier_;
};

const std::string kOpenOnFailure = "    on_gateway_failure: open\n";

TEST_F(ApplierTest, PutsAPolicyIntoForce) {
  const auto applied = apply(policy_text("Tax"));
  ASSERT_TRUE(applied) << applied.error().message;
  EXPECT_EQ(applied->version, 1u);
  EXPECT_EQ(applied->reload, Applied::Reload::kDone);
  EXPECT_EQ(publisher_.told, 1u);
  EXPECT_EQ(*store_.current(), 1u);
  EXPECT_THAT(*host_.configuration(), HasSubstr("tax.example"));
}

TEST_F(ApplierTest, ATitleDoesNotReload) {
  ASSERT_TRUE(apply(policy_text("Tax")));
  const auto applied = apply(policy_text("Returns"));
  ASSERT_TRUE(applied) << applied.error().message;
  EXPECT_EQ(applied->reload, Applied::Reload::kNotNeeded);
  EXPECT_EQ(runner_.reloads, 1);
}

TEST_F(ApplierTest, PlanningChangesNothing) {
  ASSERT_TRUE(apply(policy_text("Tax")));
  const State before = state();
  const auto plan = applier_.plan(policy_text("Tax", kOpenOnFailure), "bulkhead.yaml");
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->needs_second_person());
  EXPECT_FALSE(applier_.plan("services: 7", "bulkhead.yaml"));
  EXPECT_EQ(state(), before);
}

TEST_F(ApplierTest, WhicheverStepFailsEverythingIsAsBefore) {
  struct Row {
    const char* name;
    std::function<void()> breaks;
    ErrorCode code;
  };
  const Row rows[] = {
      {"nginx -t", [this] { runner_.trial_fails = true; }, ErrorCode::kInvalid},
      {"one worker", [this] { publisher_.fails = ImagePublisher::Stage::kOneWorker; },
       ErrorCode::kUnavailable},
      {"all workers", [this] { publisher_.fails = ImagePublisher::Stage::kAll; }, ErrorCode::kUnavailable},
      {"current",
       [this] {
         publisher_.then = [this](auto version) { (void)os::remove_file(store_.image_path(version)); };
       },
       ErrorCode::kNotFound},
      {"reload", [this] { runner_.reload_fails = true; }, ErrorCode::kUnavailable},
  };
  ASSERT_TRUE(apply(policy_text("Tax")));
  const State before = state();
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    row.breaks();
    const auto applied = apply(policy_text("Tax", kOpenOnFailure));
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().code, row.code) << applied.error().message;
    EXPECT_EQ(state(), before);
    runner_.trial_fails = runner_.reload_fails = false;
  }
  const auto applied = apply(policy_text("Tax", kOpenOnFailure));
  ASSERT_TRUE(applied) << applied.error().message;
  EXPECT_GT(applied->version, 5u) << "a version means one image, for ever";
}

TEST_F(ApplierTest, AFirstPolicyThatFailsLeavesNoneInForce) {
  const State before = state();
  runner_.reload_fails = true;
  ASSERT_FALSE(apply(policy_text("Tax")));
  EXPECT_EQ(state(), before) << "no image, no current one, no configuration, workers told of none";
  runner_.reload_fails = false;
  const auto applied = apply(policy_text("Tax"));
  ASSERT_TRUE(applied) << applied.error().message;
  EXPECT_EQ(applied->before, std::nullopt);
}

TEST_F(ApplierTest, APlanOfAnotherTimeIsRefused) {
  ASSERT_TRUE(apply(policy_text("Tax")));
  const auto plan = applier_.plan(policy_text("A"), "bulkhead.yaml");
  ASSERT_TRUE(apply(policy_text("B")));
  const State before = state();
  const auto applied = applier_.commit(*plan);
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().code, ErrorCode::kConflict);
  EXPECT_EQ(state(), before);
}

TEST_F(ApplierTest, RollbackGoesToTheOneBeforeAndBackWhenItFails) {
  ASSERT_TRUE(apply(policy_text("Tax", kOpenOnFailure)));
  ASSERT_TRUE(apply(policy_text("Tax")));
  const State before = state();
  const auto plan = applier_.plan_rollback(std::nullopt);
  ASSERT_TRUE(plan) << plan.error().error.message;
  EXPECT_TRUE(plan->needs_second_person()) << "what is older may be looser";
  runner_.reload_fails = true;
  ASSERT_FALSE(applier_.commit(*plan));
  EXPECT_EQ(state(), before);
  runner_.reload_fails = false;
  const auto applied = applier_.commit(*plan);
  ASSERT_TRUE(applied) << applied.error().message;
  EXPECT_EQ(*store_.current(), 1u);
  EXPECT_EQ(publisher_.told, 1u);
  EXPECT_THAT(state().kept, ElementsAre(2, 1));
}

TEST_F(ApplierTest, WhatCannotBeRolledBackToIsSaid) {
  EXPECT_EQ(applier_.plan_rollback(std::nullopt).error().error.code, ErrorCode::kConflict);
  ASSERT_TRUE(apply(policy_text("Tax")));
  EXPECT_EQ(applier_.plan_rollback(std::nullopt).error().error.code, ErrorCode::kNotFound);
  EXPECT_EQ(applier_.plan_rollback(1).error().error.code, ErrorCode::kConflict);
  EXPECT_EQ(applier_.plan_rollback(7).error().error.code, ErrorCode::kNotFound);
}

TEST_F(ApplierTest, WhatCannotBeComparedMayLoosenAnything) {
  ASSERT_TRUE(apply(policy_text("Tax")));
  ASSERT_TRUE(os::write_file_atomically(store_.image_path(1), "damaged", 0644));
  const auto plan = applier_.plan(policy_text("Tax"), "bulkhead.yaml");
  ASSERT_TRUE(plan) << "a damaged image must not keep a new policy out";
  EXPECT_TRUE(plan->needs_second_person());
  EXPECT_THAT(plan->why_second_person(), HasSubstr("cannot be read"));
  const auto applied = applier_.commit(*plan);
  ASSERT_TRUE(applied) << applied.error().message;
  EXPECT_EQ(*store_.current(), 2u);
}

TEST_F(ApplierTest, SettlesOnTheImageInForce) {
  EXPECT_EQ(*applier_.settle(), std::nullopt);
  ASSERT_TRUE(apply(policy_text("Tax")));
  const State before = state();
  publisher_.told = 0;
  ASSERT_TRUE(host_.install("half of another configuration"));
  EXPECT_EQ(*applier_.settle(), 1u);
  EXPECT_EQ(state(), before);
}

}  // namespace
}  // namespace bulkhead::control

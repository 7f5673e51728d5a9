// Each trouble has its sentence, the worst first, and a gateway that is well has none.

#include "control/daemon/warnings.h"

#include <functional>

#include <gtest/gtest.h>

namespace bulkhead::control {
namespace {

constexpr Milliseconds kLongAgo = kWorkerLateAfter + Milliseconds(1);

struct Scene {
  Snapshot now;
  Milliseconds published_ago = kLongAgo;
  Troubles troubles;
};

Scene well() {
  Scene scene;
  scene.now.epoch = 7;
  scene.now.image = ImageNow{.version = 3, .digest = "", .policy_sha256 = "", .staged = false};
  WorkerNow worker;
  worker.state.alive = true;
  worker.state.pid = 100;
  worker.state.epoch_seen = 7;
  worker.state.image_seen = 3;
  scene.now.workers = {worker, worker};
  scene.now.workers[1].state.pid = 101;
  return scene;
}

struct Case {
  const char* what;
  std::function<void(Scene&)> change;
  const char* says;  // "" for none
};

const policy::Service kTax{.name = "tax",
                           .title = {},
                           .hosts = {},
                           .paths = {},
                           .upstream = {},
                           .compartment = "tax",
                           .depends_on = {},
                           .lanes = {},
                           .elsewhere = {},
                           .limits = {},
                           .health = {},
                           .session_cookies = {},
                           .inspection = {}};

// The self-test of `tax`: one that holds.
SelfTestNow& tested(Scene& scene) {
  scene.now.services.resize(1);
  scene.now.services[0].service = &kTax;
  SelfTestNow test;
  test.at = test.ok_at = scene.now.as_of;
  test.ok = true;
  test.why = "why not";
  return scene.now.services[0].inspection.self_test.emplace(test);
}

const Case kCases[] = {
    {"all is well", [](Scene&) {}, ""},
    {"store", [](Scene& s) { s.troubles.store = "page 7"; }, "the store cannot be read"},
    {"disk full", [](Scene& s) { s.troubles.book = {"disk full: 1 order in reserve"}; }, "disk full"},
    {"nobody alive", [](Scene& s) { s.now.workers[0].state.alive = s.now.workers[1].state.alive = false; },
     "no nginx worker is alive"},
    {"late", [](Scene& s) { s.now.workers[1].state.epoch_seen = 6; },
     "do not obey the newest orders yet: 101"},
    {"late, but it was just published",
     [](Scene& s) { s.now.workers[1].state.epoch_seen = 6, s.published_ago = kWorkerLateAfter; }, ""},
    {"a dead worker is not late",
     [](Scene& s) { s.now.workers[1].state.epoch_seen = 6, s.now.workers[1].state.alive = false; }, ""},
    {"old image", [](Scene& s) { s.now.workers[0].state.image_seen = 2; }, "with an old image: 100"},
    {"old image while staged",
     [](Scene& s) { s.now.workers[0].state.image_seen = 2, s.now.image->staged = true; }, ""},
    {"image refused", [](Scene& s) { s.now.workers[0].state.image_refused = 3; },
     "could not load image 3: 100"},
    {"silent", [](Scene& s) { s.now.workers[0].heartbeat_age = kHeartbeatLateAfter + Milliseconds(1); },
     "no sign of life"},
    {"no policy", [](Scene& s) { s.now.image.reset(); }, "no policy was applied yet"},
    {"older image taken", [](Scene& s) { s.troubles.start = {"image 4 is damaged"}; }, "image 4 is damaged"},
    {"overdue",
     [](Scene& s) {
       s.now.services.resize(1), s.now.services[0].service = &kTax, s.now.services[0].overdue = true;
     },
     "only a person may end: tax"},
    {"alone", [](Scene& s) { s.troubles.alone = {"ana closed all"}; },
     "without a second person: ana closed all"},
    {"clock", [](Scene& s) { s.now.real_time_trusted = false; }, "clock is not synchronised"},
    {"site", [](Scene& s) { s.troubles.site = "disk full"; }, "status site"},
    {"self-test failed", [](Scene& s) { tested(s).ok = false; }, "proven to be on: tax: why not"},
    {"self-test overdue", [](Scene& s) { tested(s).overdue = true; }, "no self-test for more than 3 minutes"},
    {"self-test never answered, and not yet overdue", [](Scene& s) { tested(s).at.reset(); }, ""},
    {"nothing can be tested", [](Scene& s) { s.troubles.self_tests = "image damaged"; },
     "cannot be tested: image damaged"},
    {"peers", [](Scene& s) { s.troubles.peers = "away"; }, "other gateways"},
};

TEST(Warnings, SayWhatIsWrong) {
  for (const Case& c : kCases) {
    Scene scene = well();
    c.change(scene);
    const auto all = warnings(scene.now, scene.published_ago, scene.troubles);
    if (*c.says == '\0') {
      EXPECT_TRUE(all.empty()) << c.what << ": " << all.front();
      continue;
    }
    ASSERT_EQ(all.size(), 1u) << c.what;
    EXPECT_NE(all[0].find(c.says), std::string::npos) << c.what << ": " << all[0];
  }
}

TEST(Warnings, TheWorstComesFirst) {
  Scene scene = well();
  scene.now.real_time_trusted = false;
  scene.troubles.alone = {"x"};
  scene.troubles.store = "gone";
  tested(scene).ok = false;
  const auto all = warnings(scene.now, scene.published_ago, scene.troubles);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_NE(all[0].find("self-test"), std::string::npos);
  EXPECT_NE(all[1].find("store"), std::string::npos);
}

TEST(Warnings, LongListsAreCut) {
  Scene scene = well();
  for (int i = 0; i < 10; ++i) {
    WorkerNow late;
    late.state.alive = true;
    late.state.image_seen = 3;
    scene.now.workers.push_back(late);
  }
  EXPECT_NE(warnings(scene.now, scene.published_ago, scene.troubles)[0].find("and 5 more"),
            std::string::npos);
}

}  // namespace
}  // namespace bulkhead::control

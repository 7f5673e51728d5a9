// Proves each minute, for each service that has rules, that a worker enforces them. See gate/self_test_mark.h for how.

#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "control/daemon/snapshot.h"
#include "posture/order.h"
#include "program/image.h"
#include "segment/control_layout.h"

namespace boost::asio {
class io_context;
}
namespace bulkhead::os {
class Clock;
}

namespace bulkhead::control {

/// A self-test holds when a worker answers it with the right key, from the image in force, and its rules say what the same rules say
/// here of the same request: refused, by the same rule; in detect, would be refused. A closed door proves itself: nobody comes to
/// the rules.
///
/// Time     Each service every kEvery, spread over it. What fails is asked again after kAgainSoon, and counts as failed from the second
///          time on: an order or an image may come between. Then every kAgainLater.
/// Bounds   kAtOnceMax tests under way; each ends within kSelfTestTimeout.
/// Threads  One thread: the one that runs `context`.
class SelfTester {
 public:
  static constexpr Milliseconds kEvery = std::chrono::seconds(60);
  static constexpr Milliseconds kAgainSoon = std::chrono::seconds(3);
  static constexpr Milliseconds kAgainLater = std::chrono::seconds(15);
  static constexpr Milliseconds kSpreadMax = std::chrono::milliseconds(200);
  static constexpr std::size_t kAtOnceMax = 8;

  struct Parts {
    boost::asio::io_context& context;
    os::Clock& clock;
    std::string socket;
    /// [0] with id 0: there is none, and nothing can be asked.
    std::function<std::array<segment::SegmentKey, 2>()> keys;
    std::function<posture::Level(std::string_view service)> level;
    /// A test failed that held before, or the other way round.
    std::function<void(std::string_view service, const SelfTestNow& now)> changed;
  };
  explicit SelfTester(Parts parts);
  ~SelfTester();

  /// Tests the services of this policy from now on. What is known of those that stay, stays until their next test.
  void follow(std::shared_ptr<const policy::Policy> policy, const std::string& image_path,
              std::uint64_t image_version);

  /// Begins the tests that are due. Call it once a second.
  void tick();

  /// How the service is inspected.
  InspectionNow of(std::string_view service) const;
  /// Why nothing can be tested; empty when it can.
  const std::string& trouble() const;

  void stop();

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace bulkhead::control

// A new image, first on one worker, then on all: written to control.seg, watched in shared.seg.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "control/apply/image_publisher.h"
#include "os/clock.h"
#include "segment/shared_reader.h"

namespace bulkhead::control {

/// What only the thread of the order book may do.
struct RolloutHands {
  std::function<Status(std::uint64_t version, std::uint32_t slot)> stage;
  std::function<Status(std::uint64_t version)> publish;
};

/// Threads    Called from the thread that applies a policy; `hands` see to it that their work is done where the book lives.
class ImageRollout final : public ImagePublisher {
 public:
  /// A worker looks for images every 50 ms and reads one within milliseconds.
  static constexpr Milliseconds kTakenMax = std::chrono::seconds(5);
  /// How long the first worker is watched before all follow.
  static constexpr Milliseconds kWatched = std::chrono::milliseconds(250);
  /// A worker that ends may have been one that a reload replaces; two in a row were ended by the image.
  static constexpr int kTriesMax = 2;

  ImageRollout(std::string shared_segment, const os::Clock& clock, RolloutHands hands)
      : path_(std::move(shared_segment)), clock_(clock), hands_(std::move(hands)) {}

  Status publish_image(std::uint64_t version, const std::string& path, Stage stage) override;

 private:
  std::vector<segment::WorkerState> workers() const;
  enum class Trial : std::uint8_t { kPassed, kEnded };
  Result<Trial> on_one(std::uint64_t version, const segment::WorkerState& first);
  Status on_all(std::uint64_t version);

  std::string path_;
  const os::Clock& clock_;
  RolloutHands hands_;
};

}  // namespace bulkhead::control

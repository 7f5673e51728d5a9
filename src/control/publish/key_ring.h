// The gateway's local keys: made here, kept in the state folder (0600), handed to workers through control.seg.
//
// Local means: of this gateway alone. Keys that gateways must share are another ring, once there is a part that shares.

#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "segment/control_layout.h"

namespace bulkhead::os {
class Random;
}

namespace bulkhead::control {

/// The current key and the one before it, so that what was made with the old one is still known for a day.
///
/// Time       A key is a day old by real time. A clock that is set back postpones a rotation; one that is set ahead
///            rotates once: nobody loses more than marks older than one rotation.
/// Errors     A ring that cannot be read is made anew: marks made before are then unknown, which opens nothing.
class KeyRing {
 public:
  static constexpr Milliseconds kRotateAfter = std::chrono::hours(24);

  /// Reads `path`, or makes the first key.
  static Result<KeyRing> open(const std::string& path, os::Random& random, RealTime now);

  /// Makes a new key when it is time. Returns true when it did. On a full disk the old keys stay (kNoSpace).
  Result<bool> rotate_if_due(os::Random& random, RealTime now);

  const std::array<segment::SegmentKey, 2>& keys() const { return keys_; }

 private:
  explicit KeyRing(std::string path) : path_(std::move(path)) {}

  static Result<KeyRing> parse(const std::string& path, const std::string& text);
  void make_key(os::Random& random, RealTime now);
  std::string text() const;
  Status save() const;

  std::string path_;
  RealTime made_at_;
  std::array<segment::SegmentKey, 2> keys_{};
};

}  // namespace bulkhead::control

// How a new image reaches the workers. The daemon's implementation writes control.seg and watches shared.seg.

#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace bulkhead::control {

class ImagePublisher {
 public:
  enum class Stage : std::uint8_t {
    kOneWorker,  ///< One worker uses the image, the others go on with theirs.
    kAll,
  };

  /// A version that no image has: "none is in force", when the first policy could not be put in place.
  static constexpr std::uint64_t kNoImage = 0;

  virtual ~ImagePublisher() = default;

  /// Tells workers to use this image, and returns when those of `stage` do, or when nobody is there to tell.
  /// Going back to an older version is the same call. For kNoImage nobody is waited for: a worker keeps what
  /// it has until there is another.
  ///
  /// Fails when a worker did not take the image in time, ended, or did worse with it: then the caller
  /// publishes the one before again.
  virtual Status publish_image(std::uint64_t version, const std::string& path, Stage stage) = 0;
};

}  // namespace bulkhead::control

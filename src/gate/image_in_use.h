// The image that a worker serves by, and its way to the one that the daemon names.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "gate/image_loader.h"
#include "gate/loaded_image.h"

namespace bulkhead::gate {

/// What cannot be loaded never displaces what can: the image in use stays in force until a better one is whole.
///
/// Threads    One thread; loading happens on the loader's.
/// Cost       get(): a pointer. follow(): a mutex that the loader holds only to hand over a pointer.
class ImageInUse {
 public:
  /// `configured_path`: the image that nginx's configuration names; empty for none.
  ImageInUse(std::string state_folder, std::string configured_path);

  /// For a worker that starts and has nothing to serve with: loads `named` (0: the configured image) here and now, else
  /// the configured one, else the newest of those that are kept.
  void begin(std::uint64_t named);

  static constexpr std::uint32_t kCallsBetweenAttempts = 100;

  enum class News : std::uint8_t { kNone, kAdopted, kRefused };
  /// Takes what the loader has finished and asks it for `named` unless that is in use or was asked for already. One that
  /// could not be used is asked for again now and then: what was wrong may have been the disk, or a permission. Call it
  /// every tick.
  News follow(std::uint64_t named);

  const LoadedImage* get() const { return image_.get(); }
  /// For a request that goes on using it when another one has taken its place.
  const std::shared_ptr<const LoadedImage>& held() const { return image_; }
  /// 0: the configured one, or none.
  std::uint64_t version() const { return version_; }
  /// The last version that could not be used, and why.
  std::optional<std::uint64_t> refused() const { return refused_; }
  const std::string& failure() const { return failure_; }

 private:
  bool adopt(ImageLoader::Outcome outcome);
  void adopt_newest_kept();
  std::string path_of(std::uint64_t version) const;

  const std::string state_folder_;
  const std::string configured_path_;
  std::shared_ptr<const LoadedImage> image_;
  std::uint64_t version_ = 0;
  std::uint64_t asked_ = 0;  // Version last asked for.
  std::uint32_t calls_since_asked_ = 0;
  std::optional<std::uint64_t> refused_;
  std::string failure_;
  ImageLoader loader_;
};

}  // namespace bulkhead::gate

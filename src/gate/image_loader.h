// Loads images on a thread of its own, so that a worker's event loop never waits for a disk or a checksum.

#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/result.h"
#include "gate/loaded_image.h"

namespace bulkhead::gate {

/// One image at a time: the last one asked for. An image that is replaced goes back to be unmapped here too, unless a request under inspection still holds it.
///
/// Threads    want(), take() and retire() belong to the worker's thread.
/// Cost       Each call holds a mutex that the loader holds only to hand over a pointer.
class ImageLoader {
 public:
  struct Outcome {
    std::uint64_t version = 0;
    Result<std::unique_ptr<LoadedImage>> image;
  };

  ImageLoader();
  ~ImageLoader();
  ImageLoader(const ImageLoader&) = delete;
  ImageLoader& operator=(const ImageLoader&) = delete;

  /// Asks for `version`, to be read from `path`. Forgets an earlier wish that has not begun.
  void want(std::uint64_t version, std::string path);
  /// What the last finished load gave; once.
  std::optional<Outcome> take();
  void retire(std::shared_ptr<const LoadedImage> image);

 private:
  struct Wish {
    std::uint64_t version;
    std::string path;
  };

  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Wish> wish_;
  std::optional<Outcome> outcome_;
  std::shared_ptr<const LoadedImage> retired_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace bulkhead::gate

#include "gate/image_loader.h"

#include <csignal>
#include <exception>
#include <string>
#include <utility>

namespace bulkhead::gate {

namespace {

/// All signals are blocked for this thread, and for threads that it starts, until the end of the scope.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

Result<std::unique_ptr<LoadedImage>> load(const std::string& path) {
  try {
    return LoadedImage::load(path);
  } catch (const std::exception& error) {  // no memory for it now; the image in use stays in force
    return fail(ErrorCode::kUnavailable, error.what());
  }
}

}  // namespace

ImageLoader::ImageLoader() {
  // The host's signals are for the host's thread. A thread that cannot be started leaves the mask as it was.
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

ImageLoader::~ImageLoader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void ImageLoader::want(std::uint64_t version, std::string path) {
  {
    const std::lock_guard lock(mutex_);
    wish_ = Wish{version, std::move(path)};
  }
  changed_.notify_one();
}

std::optional<ImageLoader::Outcome> ImageLoader::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(outcome_, std::nullopt);
}

void ImageLoader::retire(std::shared_ptr<const LoadedImage> image) {
  std::shared_ptr<const LoadedImage> displaced;
  {
    const std::lock_guard lock(mutex_);
    displaced = std::exchange(retired_, std::move(image));
  }
  changed_.notify_one();
}

void ImageLoader::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || wish_ || retired_; });
    if (stopping_) return;
    std::shared_ptr<const LoadedImage> retired = std::move(retired_);
    std::optional<Wish> wish = std::exchange(wish_, std::nullopt);
    lock.unlock();
    retired.reset();
    std::optional<Outcome> outcome;
    if (wish) outcome = Outcome{wish->version, load(wish->path)};
    lock.lock();
    // A newer result replaces one that nobody took.
    if (outcome) outcome_ = std::move(outcome);
  }
}

}  // namespace bulkhead::gate

#include "control/daemon/site_keeper.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "control/publish_site/site_writer.h"

namespace bulkhead::control {

struct SiteKeeper::State {
  struct Job {
    SiteContent content;
    std::shared_ptr<const std::string> image_bytes;
  };

  void run() {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [this] { return job || ends; });
      if (!job) return;
      const Job now = std::move(*std::exchange(job, std::nullopt));
      writing = true;
      lock.unlock();
      const Status written = write_status_site(folder, now.content.snapshot);
      lock.lock();
      error = written ? "" : written.error().message;
      writing = false;
    }
  }

  std::string folder;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::optional<Job> job;
  bool writing = false;
  bool ends = false;
  std::string error;
  std::thread thread;
};

SiteKeeper::SiteKeeper(std::string folder) : state_(std::make_unique<State>()) {
  state_->folder = std::move(folder);
  state_->thread = std::thread([state = state_.get()] { state->run(); });
}

SiteKeeper::~SiteKeeper() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->ends = true;
  }
  state_->changed.notify_one();
  state_->thread.join();
}

bool SiteKeeper::ready() const {
  const std::scoped_lock lock(state_->mutex);
  return !state_->job && !state_->writing;
}

void SiteKeeper::write(SiteContent content, std::shared_ptr<const std::string> image_bytes) {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->job.emplace(State::Job{std::move(content), std::move(image_bytes)});
  }
  state_->changed.notify_one();
}

std::string SiteKeeper::error() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->error;
}

}  // namespace bulkhead::control

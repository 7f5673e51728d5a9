#include "control/daemon/loop_call.h"

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <utility>

#include <boost/asio/post.hpp>

namespace bulkhead::control {
namespace {

constexpr std::chrono::seconds kWaitMax{10};

struct Shared {
  std::mutex mutex;
  bool given_up = false;
  std::promise<Status> done;
};

}  // namespace

Status call_on_loop(boost::asio::io_context& context, std::function<Status()> act) {
  const auto shared = std::make_shared<Shared>();
  auto done = shared->done.get_future();
  boost::asio::post(context, [shared, act = std::move(act)] {
    const std::lock_guard lock(shared->mutex);
    if (!shared->given_up) shared->done.set_value(act());
  });
  if (done.wait_for(kWaitMax) == std::future_status::ready) return done.get();
  const std::lock_guard lock(shared->mutex);
  if (done.wait_for(std::chrono::seconds(0)) == std::future_status::ready) return done.get();
  shared->given_up = true;
  return fail(ErrorCode::kUnavailable, "the daemon is ending");
}

}  // namespace bulkhead::control

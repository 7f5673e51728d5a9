#include "drill/play/pause.h"

#include <algorithm>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace bulkhead::drill {

boost::asio::awaitable<bool> pause_until(const Stage& stage, Stage::Clock::time_point at) {
  namespace asio = boost::asio;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  boost::system::error_code ignored;
  while (!stage.is_cleared() && Stage::Clock::now() < at) {
    timer.expires_at(std::min(at, Stage::Clock::now() + kLeaveWithin));
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  co_return !stage.is_cleared();
}

}  // namespace bulkhead::drill

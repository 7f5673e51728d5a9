// Waiting that ends when everybody leaves.

#pragma once

#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.

#include <boost/asio/awaitable.hpp>

#include "drill/play/stage.h"

namespace bulkhead::drill {

/// Returns at this time, or at most kLeaveWithin after the stage was cleared. True when it was not.
boost::asio::awaitable<bool> pause_until(const Stage& stage, Stage::Clock::time_point at);

inline constexpr Milliseconds kLeaveWithin{100};

}  // namespace bulkhead::drill

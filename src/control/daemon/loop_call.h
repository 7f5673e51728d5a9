// A call from another thread into the one that runs the loop.

#pragma once

#include <functional>

#include <boost/asio/io_context.hpp>

#include "base/result.h"

namespace bulkhead::control {

/// Runs `act` on the loop's thread and waits for it, at most ten seconds: a loop that does not turn any more is that of a daemon
/// that ends (kUnavailable), and what was not begun by then never is.
///
/// Threads    Any but the loop's own.
Status call_on_loop(boost::asio::io_context& context, std::function<Status()> act);

}  // namespace bulkhead::control

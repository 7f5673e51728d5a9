// One self-test on the wire: what is sent, and what comes back.

#pragma once

#include <string>
#include <string_view>
#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::control {

inline constexpr std::string_view kSelfTestAgent = "bulkhead-self-test";
inline constexpr std::string_view kSelfTestAccept = "text/plain";
inline constexpr Milliseconds kSelfTestTimeout = std::chrono::seconds(5);
inline constexpr std::size_t kSelfTestAnswerBytesMax = 8'192;

struct SelfTestReply {
  unsigned status = 0;
  std::string body;
  Nanoseconds latency{0};
};

/// Sends a GET for `target` of `host` to the unix socket at `path` and reads the answer, to its end or kSelfTestAnswerBytesMax.
/// Ends at the latest after kSelfTestTimeout. `question` stands in X-Bulkhead-Self-Test.
///
/// Errors   What a person on duty needs to know: nobody listens there, no answer.
boost::asio::awaitable<Result<SelfTestReply>> send_self_test(boost::asio::io_context& context,
                                                             std::string path, std::string host,
                                                             std::string target, std::string question);

}  // namespace bulkhead::control

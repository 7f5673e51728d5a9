// One health probe: connect, ask, read the status line. Internal to prober.cc.

#pragma once

#include <cstdint>
#include <string>
#include <utility>  // Asio 1.18's awaitable.hpp uses std::exchange without saying so.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include "base/time.h"
#include "control/health/health.h"

namespace bulkhead::control::health {

struct Question {
  std::string address;
  std::string host;  ///< Of the upstream, for the certificate.
  std::uint16_t port = 0;
  bool tls = false;
  std::string host_field;
  std::string path;
  Milliseconds timeout{2'000};
  std::uint16_t expect_status_max = 499;
};

/// Ends at the latest after `timeout`, by itself.
boost::asio::awaitable<Probed> probe(boost::asio::io_context& context, boost::asio::ssl::context& tls,
                                     Question question);

}  // namespace bulkhead::control::health

// One keep-alive connection to the target, and the request it has under way.

#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "drill/load/options.h"
#include "drill/load/response_reader.h"
#include "os/descriptor.h"

namespace bulkhead::load {

struct Request {
  std::uint64_t index = 0;
  MonoTime due;
  bool again = false;  ///< It was sent before, on a connection that the server had already closed.
};

/// What became of a connection when it was looked at.
enum class Outcome : std::uint8_t {
  kNothing,
  kConnected,
  kConnectFailed,
  kAnswered,  ///< status() and keep_alive() tell; the connection is idle, or down when it may not be used again.
  kClosedIdle,  ///< The server closed it while nothing was asked.
  kUnheard,     ///< The server had closed it before the request came: nobody has read that.
  kLost,        ///< It broke while the answer was awaited.
  kMalformed,   ///< What came is not an answer.
};

/// A non-blocking socket in one of four states. After any outcome that ends it, and after `close`, it is kDown.
///
/// Time       Never reads a clock.
/// Ownership  Owns its socket, and is registered with the epoll instance given, under the number given.
/// Threads    Not thread-safe.
class Connection {
 public:
  enum class State : std::uint8_t { kDown, kConnecting, kIdle, kAwaiting };

  Connection(int epoll_fd, std::uint32_t number) : epoll_fd_(epoll_fd), number_(number) {}

  State state() const { return state_; }
  /// When it entered its state, for those with a deadline (kConnecting, kAwaiting).
  MonoTime since() const { return since_; }
  const Request& request() const { return request_; }
  int status() const { return reader_.status(); }
  bool refused() const { return reader_.refused(); }

  /// Begins to connect, from an address of ours if one is given. Requires: kDown. Gives kNothing or kConnectFailed.
  Outcome connect(const Target& target, const Target* from, MonoTime now);

  /// Sends the request whose bytes are `bytes`. Requires: kIdle. Gives kNothing, kUnheard or kLost.
  Outcome send(const Request& request, std::string_view bytes, MonoTime now);

  /// Epoll says that something happened. Reads what has come, at most one buffer.
  Outcome look();

  void close();

 private:
  Outcome finish_connecting();
  Outcome read();
  Outcome broken(int error_number);
  Outcome closed_by_peer();
  Outcome end(Outcome outcome);

  int epoll_fd_;
  std::uint32_t number_;
  State state_ = State::kDown;
  bool used_ = false;  // has answered before
  MonoTime since_;
  Request request_;
  ResponseReader reader_;
  os::Descriptor socket_;
};

}  // namespace bulkhead::load

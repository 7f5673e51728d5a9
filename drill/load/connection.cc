#include "drill/load/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace bulkhead::load {
namespace {

/// The socket's pending error, taken.
int taken_error(int fd) {
  int error = 0;
  socklen_t bytes = sizeof error;
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &bytes) == 0 ? error : errno;
}

bool watch(int epoll_fd, int fd, std::uint32_t number, int operation, std::uint32_t events) {
  epoll_event event{.events = events, .data = {.u32 = number}};
  return ::epoll_ctl(epoll_fd, operation, fd, &event) == 0;
}

}  // namespace

Outcome Connection::connect(const Target& target, const Target* from, MonoTime now) {
  socket_ = os::Descriptor(::socket(target.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int fd = socket_.fd();
  const int on = 1;
  state_ = State::kConnecting;
  since_ = now;
  used_ = false;
  if (fd < 0 || ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
      // The port is chosen when it connects, so that one address may have as many connections as there are ports to reach.
      (from != nullptr && ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) != 0))
    return end(Outcome::kConnectFailed);
  if (from != nullptr &&
      ::bind(fd, reinterpret_cast<const sockaddr*>(&from->address), from->address_bytes) != 0)
    return end(Outcome::kConnectFailed);
  const auto* address = reinterpret_cast<const sockaddr*>(&target.address);
  if (::connect(fd, address, target.address_bytes) != 0 && errno != EINPROGRESS)
    return end(Outcome::kConnectFailed);
  return watch(epoll_fd_, fd, number_, EPOLL_CTL_ADD, EPOLLOUT) ? Outcome::kNothing
                                                                : end(Outcome::kConnectFailed);
}

Outcome Connection::finish_connecting() {
  if (taken_error(socket_.fd()) != 0 || !watch(epoll_fd_, socket_.fd(), number_, EPOLL_CTL_MOD, EPOLLIN))
    return end(Outcome::kConnectFailed);
  state_ = State::kIdle;
  return Outcome::kConnected;
}

Outcome Connection::send(const Request& request, std::string_view bytes, MonoTime now) {
  request_ = request;
  since_ = now;
  state_ = State::kAwaiting;
  reader_.reset();
  const ssize_t sent = ::send(socket_.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent < 0) return broken(errno);
  // A request is far smaller than an empty send buffer: less than all of it means that something is wrong.
  return static_cast<std::size_t>(sent) == bytes.size() ? Outcome::kNothing : end(Outcome::kLost);
}

Outcome Connection::look() {
  switch (state_) {
    case State::kDown: return Outcome::kNothing;  // an event from before it was closed
    case State::kConnecting: return finish_connecting();
    default: return read();
  }
}

Outcome Connection::read() {
  std::array<char, 65'536> buffer;
  const ssize_t got = ::recv(socket_.fd(), buffer.data(), buffer.size(), 0);
  if (got < 0) return errno == EAGAIN || errno == EINTR ? Outcome::kNothing : broken(errno);
  if (got == 0) return closed_by_peer();
  if (state_ == State::kIdle) return end(Outcome::kMalformed);
  switch (reader_.feed({buffer.data(), static_cast<std::size_t>(got)})) {
    case ResponseReader::State::kMore: return Outcome::kNothing;
    case ResponseReader::State::kMalformed: return end(Outcome::kMalformed);
    case ResponseReader::State::kDone: break;
  }
  used_ = true;
  state_ = State::kIdle;
  return reader_.keep_alive() ? Outcome::kAnswered : end(Outcome::kAnswered);
}

// A server that closes an idle connection and a request that is on its way may cross. Who closed first is no guess: bytes
// that reach a socket already closed are answered by a reset, and a reset that comes after the peer's end is EPIPE and
// not ECONNRESET (tcp_reset() in Linux). A server that dies with the request in its hands leaves no EPIPE.
Outcome Connection::broken(int error_number) {
  if (state_ == State::kIdle) return end(Outcome::kClosedIdle);
  return end(error_number == EPIPE && used_ && !reader_.begun() ? Outcome::kUnheard : Outcome::kLost);
}

Outcome Connection::closed_by_peer() {
  if (state_ == State::kIdle) return end(Outcome::kClosedIdle);
  if (!reader_.begun()) return broken(taken_error(socket_.fd()));
  return end(reader_.end() == ResponseReader::State::kDone ? Outcome::kAnswered : Outcome::kLost);
}

Outcome Connection::end(Outcome outcome) {
  close();
  return outcome;
}

void Connection::close() {
  socket_ = {};
  state_ = State::kDown;
}

}  // namespace bulkhead::load

#include "conformance/socket.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>

#include "conformance/server_line.h"
#include "os/descriptor.h"

namespace bulkhead::conformance {

namespace {

// A connection that is closed by us as well is not waited for long.
constexpr int kClosingMs = 200;
constexpr std::size_t kAnswerBytesMax = std::size_t{64} << 20;

Result<os::Descriptor> connected(const Endpoint& endpoint) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  const auto failed = [&](const std::string& why) {
    return fail(ErrorCode::kUnavailable,
                "no connection to " + endpoint.host + ":" + endpoint.port + ": " + why);
  };
  if (const int wrong = ::getaddrinfo(endpoint.host.c_str(), endpoint.port.c_str(), &hints, &first);
      wrong != 0)
    return failed(::gai_strerror(wrong));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(first, &::freeaddrinfo);
  for (const addrinfo* one = found.get(); one != nullptr; one = one->ai_next) {
    os::Descriptor socket(::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(socket.fd(), one->ai_addr, one->ai_addrlen) == 0) return socket;
  }
  return failed(std::strerror(errno));
}

// What the server wants to say may come before it has read everything: what it does not read is its own affair.
void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

// False at the end, or when nothing came in time.
bool receive(int socket, int wait_ms, std::string& into) {
  pollfd wanted{.fd = socket, .events = POLLIN, .revents = 0};
  std::array<char, 16'384> buffer;
  if (::poll(&wanted, 1, wait_ms) <= 0) return false;
  const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
  if (got <= 0 || into.size() > kAnswerBytesMax) return false;
  into.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

bool chunks_end(std::string_view body) {
  while (const auto line = take_line(body)) {
    std::size_t bytes = 0;
    const auto [end, wrong] = std::from_chars(line->data(), line->data() + line->size(), bytes, 16);
    if (wrong != std::errc()) return false;
    if (bytes == 0) return body.starts_with("\r\n") || body.contains("\r\n\r\n");
    if (body.size() < bytes + 2) return false;
    body.remove_prefix(bytes + 2);
  }
  return false;
}

}  // namespace

Result<Endpoint> Endpoint::parse_url(const std::string& url) {
  std::string_view rest = url;
  if (!rest.starts_with("http://"))
    return fail(ErrorCode::kInvalid, "http://HOST[:PORT] is needed, not " + url);
  rest.remove_prefix(7);
  while (rest.ends_with('/')) rest.remove_suffix(1);
  const std::size_t colon = rest.rfind(':');
  const bool has_port = colon != std::string_view::npos && !rest.substr(colon).contains(']');
  Endpoint endpoint{std::string(rest.substr(0, has_port ? colon : rest.size())),
                    has_port ? std::string(rest.substr(colon + 1)) : "80"};
  if (endpoint.host.starts_with('[') && endpoint.host.ends_with(']'))
    endpoint.host = endpoint.host.substr(1, endpoint.host.size() - 2);
  if (endpoint.host.empty() || endpoint.host.contains('/'))
    return fail(ErrorCode::kInvalid, "http://HOST[:PORT] is needed, not " + url);
  return endpoint;
}

bool is_complete(std::string_view answer, bool no_body) {
  const std::size_t head_end = answer.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return false;
  const std::string_view status = answer.substr(0, answer.find('\r'));
  if (no_body || status.contains(" 204") || status.contains(" 304")) return true;
  std::string_view head = answer.substr(0, head_end + 2);
  const std::string_view body = answer.substr(head_end + 4);
  take_line(head);
  while (const auto line = take_line(head)) {
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = line->substr(0, colon);
    const std::string_view value =
        line->substr(std::min(line->find_first_not_of(' ', colon + 1), line->size()));
    if (same_name(name, "transfer-encoding")) return chunks_end(body);
    std::size_t bytes = 0;
    if (same_name(name, "content-length") &&
        std::from_chars(value.data(), value.data() + value.size(), bytes).ec == std::errc())
      return body.size() >= bytes;
  }
  return false;
}

Result<std::string> send_and_read(const Endpoint& endpoint, std::string_view bytes) {
  Result<os::Descriptor> socket = connected(endpoint);
  if (!socket) return fail_as(socket);
  send_all(socket->fd(), bytes);
  const bool no_body = bytes.starts_with("HEAD ");
  std::string answer;
  while (!is_complete(answer, no_body) && receive(socket->fd(), kSilenceMs, answer)) {
  }
  ::shutdown(socket->fd(), SHUT_WR);
  std::string rest;  // Of a second answer, say; it belongs to nobody.
  while (receive(socket->fd(), kClosingMs, rest)) {
  }
  return answer;
}

}  // namespace bulkhead::conformance

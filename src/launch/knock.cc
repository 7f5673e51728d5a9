#include "launch/knock.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace bulkhead::launch {

namespace {

constexpr timeval kPatience{.tv_sec = 0, .tv_usec = 500'000};

// -1 when nobody takes the connection.
int connected(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const std::string where = address == "0.0.0.0" ? "127.0.0.1" : address == "::" ? "::1" : address;
  if (getaddrinfo(where.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return -1;
  int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0) {
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
    if (connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
      close(fd);
      fd = -1;
    }
  }
  freeaddrinfo(found);
  return fd;
}

}  // namespace

bool takes_connections(const std::string& address, std::uint16_t port) {
  const int fd = connected(address, port);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

bool answers_http(const std::string& address, std::uint16_t port, const std::string& host,
                  const std::string& path) {
  const int fd = connected(address, port);
  if (fd < 0) return false;
  const std::string request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  std::array<char, 8> answer{};
  const bool sent =
      send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size());
  const bool read = sent && recv(fd, answer.data(), 7, MSG_WAITALL) == 7;
  close(fd);
  return read && std::string_view(answer.data()) == "HTTP/1.";
}

}  // namespace bulkhead::launch

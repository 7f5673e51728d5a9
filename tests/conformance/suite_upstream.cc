// The service that the Core Rule Set's tests count on, as a server of its own: suite_upstream [httpbin]
//
// Listens on a free port of 127.0.0.1, prints its number, and answers as conformance/upstream.h says until it is ended. One request
// a connection: it stands behind nginx, which asks again.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <string>

#include "conformance/server.h"
#include "conformance/upstream.h"
#include "os/descriptor.h"

namespace bulkhead::conformance {

namespace {

constexpr std::size_t kRequestBytesMax = std::size_t{32} << 20;

std::string text_of(const Answer& answer) {
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " Answer\r\nConnection: close\r\n";
  for (const Field& field : answer.fields) text += field.name + ": " + field.value + "\r\n";
  return text + "\r\n" + answer.body;
}

// Reads one request; what is none is answered with a status that no test expects.
std::string answer_to(int connection, Service service) {
  std::string bytes;
  std::array<char, 65'536> buffer;
  while (bytes.size() < kRequestBytesMax) {
    const ssize_t got = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (got <= 0) return "";
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    const auto request = split_request(bytes);
    if (request) return text_of(upstream_answer(*request, service));
    if (request.error().status != 0)
      return text_of({.status = 599, .fields = {}, .body = request.error().reason});
  }
  return "";
}

void serve(int connection, Service service) {
  const std::string answer = answer_to(connection, service);
  std::size_t sent = 0;
  while (sent < answer.size()) {
    const ssize_t now = ::send(connection, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
    if (now <= 0) return;
    sent += static_cast<std::size_t>(now);
  }
}

int run(Service service) {
  const os::Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (!listener.is_open() || ::bind(listener.fd(), generic, size) != 0 || ::listen(listener.fd(), 64) != 0 ||
      ::getsockname(listener.fd(), generic, &size) != 0) {
    std::perror("suite_upstream");
    return 1;
  }
  std::cout << ntohs(address.sin_port) << std::endl;
  while (true) {
    const os::Descriptor connection(::accept4(listener.fd(), nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.is_open()) serve(connection.fd(), service);
  }
}

}  // namespace

}  // namespace bulkhead::conformance

int main(int count, char** words) {
  using bulkhead::conformance::Service;
  const bool httpbin = count > 1 && std::string_view(words[1]) == "httpbin";
  return bulkhead::conformance::run(httpbin ? Service::kHttpbin : Service::kAlbedo);
}

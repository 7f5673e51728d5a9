#include "launch/place.h"

#include <fmt/core.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>

#include "os/failure.h"

namespace bulkhead::launch {

Result<Place> Place::take(std::string_view kind, std::uint32_t count, std::uint32_t from) {
  for (std::uint32_t tried = 0; tried < count; ++tried) {
    const std::uint32_t number = (from + tried) % count;
    os::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.is_open()) return os::fail_errno("make", "socket", errno);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = fmt::format("{}-{}", kind, number);  // behind a zero byte: no file
    const std::size_t bytes = std::min(name.size(), sizeof address.sun_path - 1);
    std::copy_n(name.begin(), bytes, address.sun_path + 1);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + bytes);
    if (::bind(socket.fd(), reinterpret_cast<const sockaddr*>(&address), size) == 0)
      return Place(number, std::move(socket));
    if (errno != EADDRINUSE) return os::fail_errno("bind", name, errno);
  }
  return fail(ErrorCode::kConflict, fmt::format("{} programs like this one run already", count));
}

}  // namespace bulkhead::launch

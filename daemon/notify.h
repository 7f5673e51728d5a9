// Telling the service manager how it goes (sd_notify(3), without its library: one datagram).

#pragma once

#include <string_view>

namespace bulkhead {

/// Sends `state` ("READY=1", "STOPPING=1", "WATCHDOG=1") to $NOTIFY_SOCKET. Does nothing where there is none.
void notify_manager(std::string_view state);

}  // namespace bulkhead

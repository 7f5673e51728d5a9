#include "control/daemon/front.h"

#include <exception>

#include "control/rest/auth.h"
#include "control/rest/problem.h"
#include "os/clock.h"

namespace bulkhead::control {

rest::Caller DaemonFront::caller_of_uid(std::uint32_t uid) {
  return rest::caller_of_uid(api_.policy().get(), uid);
}

Result<rest::Caller> DaemonFront::caller_of_authorization(std::string_view field) {
  return rest::caller_of_authorization(api_.policy().get(), field, api_.clock.real_now());
}

std::size_t DaemonFront::body_bytes_max(std::string_view method, std::string_view path) {
  return router_.body_bytes_max(method, path);
}

rest::Reply DaemonFront::answer(rest::Request request) {
  const std::string what = request.method + " " + request.path;
  // The edge of the folder for what a library might throw; our own code does not.
  try {
    return router_.answer(std::move(request));
  } catch (const std::exception& thrown) {
    log_.write(Severity::kError, api_.clock.real_now(), "handler_threw",
               {{"request", what}, {"what", thrown.what()}});
    return rest::problem({ErrorCode::kSystem, "the daemon met a bug while it answered; the log names it"});
  }
}

}  // namespace bulkhead::control

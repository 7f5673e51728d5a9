// What the server asks, answered from the policy in force and the routes.

#pragma once

#include "control/daemon/log.h"
#include "control/rest/api.h"
#include "control/rest/resources.h"
#include "control/rest/router.h"
#include "control/rest/server.h"

namespace bulkhead::control {

class DaemonFront final : public rest::Front {
 public:
  /// `api` and `log` outlive the front.
  DaemonFront(rest::Api& api, Log& log) : api_(api), log_(log), router_(rest::routes(api)) {}

  rest::Caller caller_of_uid(std::uint32_t uid) override;
  Result<rest::Caller> caller_of_authorization(std::string_view field) override;
  std::size_t body_bytes_max(std::string_view method, std::string_view path) override;
  rest::Reply answer(rest::Request request) override;

 private:
  rest::Api& api_;
  Log& log_;
  rest::Router router_;
};

}  // namespace bulkhead::control

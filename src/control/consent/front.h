// The one question that nginx passes on to the daemon, on a socket of its own that knows nothing else.

#pragma once

#include "control/consent/desk.h"
#include "control/rest/server.h"

namespace bulkhead::control {

/// nginx's workers reach this socket, and are trusted with nothing: a worker that was taken over can lie about who asked and
/// what they reached, and so bring about a signature that a drill compares with its own connection. It reaches no order.
class ConsentFront final : public rest::Front {
 public:
  /// Of the socket. The public path is kConsentPath.
  static constexpr std::string_view kPath = "/consent";

  /// `desk` outlives the front.
  explicit ConsentFront(ConsentDesk& desk) : desk_(desk) {}

  rest::Caller caller_of_uid(std::uint32_t uid) override;
  Result<rest::Caller> caller_of_authorization(std::string_view field) override;
  std::size_t body_bytes_max(std::string_view method, std::string_view path) override;
  rest::Reply answer(rest::Request request) override;

 private:
  ConsentDesk& desk_;
};

/// Few and short: whoever asks sends a line.
rest::ServerLimits consent_limits();

}  // namespace bulkhead::control

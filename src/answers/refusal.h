// The kinds of answer that the gateway gives instead of the service, and what is fixed about each.
//
// Adding a kind: one enumerator, one row in refusal.cc, two phrases in phrases.cc and every translation.

#pragma once

#include <cstdint>
#include <string_view>

#include "answers/phrases.h"

namespace bulkhead::answers {

/// Why the gateway answers itself.
enum class RefusalKind : std::uint8_t {
  kClosed,          ///< The door is closed.
  kMisdirected,     ///< No service of ours has this name: the answer tells nothing about who we are.
  kBadPath,         ///< The path can be read in two ways.
  kBadHost,         ///< The host is missing or can be read in two ways.
  kGatewayFailure,  ///< A fault of ours, and the service's policy is not to go on without a shield.
  kTooLarge,        ///< The request is larger than the service takes.
  kNotFound,        ///< The host is ours, but no service of it has this path.
  kInspection,      ///< The rules refuse the request, or it is more than they can judge.
};
inline constexpr std::size_t kRefusalKinds = 8;

/// What is the same for every answer of a kind.
struct Refusal {
  RefusalKind kind;
  std::uint16_t status;   ///< HTTP status code.
  std::string_view name;  ///< For logs and metrics: "closed".
  /// RFC 9457 `type`. A stable identifier that is not meant to be fetched: "urn:bulkhead:problem:closed".
  std::string_view problem_type;
  Phrase title;
  Phrase text;                   ///< For kClosed the phrase without a cause; see closed_text().
  std::string_view proxy_error;  ///< RFC 9209 §2.3 proxy error type.
  /// Trying the same again later makes sense; meanwhile people are told where else they are served.
  bool retry;
  bool names_service;  ///< May name the agency and the service.
};

/// Thread-safe, O(1).
const Refusal& refusal(RefusalKind kind);

}  // namespace bulkhead::answers

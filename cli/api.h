// The daemon as the commands see it: a request in, an answer out. client.h speaks it over a socket.

#pragma once

#include <string>

#include "base/result.h"
#include "cli/json.h"

namespace bulkhead::cli {

// NOLINTBEGIN(readability-redundant-member-init): with initializers, g++ lets a designated initializer leave members out.
struct ApiRequest {
  std::string method = "GET";
  std::string path{};  ///< Below /api/v1, with its query: "/history?limit=50".
  std::string body{};  ///< JSON, or empty.
};
// NOLINTEND(readability-redundant-member-init)

struct ApiAnswer {
  int status = 0;
  std::string content_type;
  std::string body;
};

class Api {
 public:
  virtual ~Api() = default;
  /// Fails only when there was no answer; a refusal is an answer with its status.
  virtual Result<ApiAnswer> call(const ApiRequest& request) = 0;
};

/// A successful answer and what it says.
struct Reply {
  int status = 0;
  JsonDocument document;
};

/// Calls and reads the JSON. A problem+json answer is an Error in the daemon's own words.
Result<Reply> call(Api& api, const ApiRequest& request);

/// `text` as one segment of a path or one value of a query (RFC 3986 §2.1).
std::string percent_encode(std::string_view text);

}  // namespace bulkhead::cli

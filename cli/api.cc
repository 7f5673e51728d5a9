#include "cli/api.h"

#include <fmt/core.h>

#include "base/escape.h"

namespace bulkhead::cli {

namespace {

ErrorCode code_of(int status) {
  switch (status) {
    case 401:
    case 403: return ErrorCode::kDenied;
    case 404: return ErrorCode::kNotFound;
    case 409:
    case 412: return ErrorCode::kConflict;
    case 413:
    case 429: return ErrorCode::kLimit;
    case 503: return ErrorCode::kUnavailable;
    case 507: return ErrorCode::kNoSpace;
    default: return status >= 500 ? ErrorCode::kSystem : ErrorCode::kInvalid;
  }
}

constexpr std::size_t kDetailBytesMax = 4'000;

}  // namespace

Result<Reply> call(Api& api, const ApiRequest& request) {
  const Result<ApiAnswer> answer = api.call(request);
  if (!answer) return fail_as(answer);
  Result<JsonDocument> document = JsonDocument::parse(answer->body);
  if (answer->status >= 200 && answer->status < 300) {
    if (!document) {
      return fail(ErrorCode::kCorrupt,
                  "the daemon answered something that is not JSON: is that address really bulkheadd's?");
    }
    return Reply{answer->status, std::move(*document)};
  }
  std::string detail;
  if (document) {
    const JsonView root = document->root();
    detail = root["detail"].text(root["title"].text());
  }
  if (detail.empty())
    detail = fmt::format("the daemon answered with status {} and no explanation", answer->status);
  return fail(code_of(answer->status), cut(detail, kDetailBytesMax));
}

std::string percent_encode(std::string_view text) {
  std::string encoded;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    const bool unreserved = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                            (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' ||
                            byte == '~';
    if (unreserved) {
      encoded += character;
    } else {
      encoded += fmt::format("%{:02X}", byte);
    }
  }
  return encoded;
}

}  // namespace bulkhead::cli

#include "control/rest/problem.h"

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead::control::rest {
namespace {

struct Kind {
  ErrorCode error;
  unsigned status;
  std::string_view code;
};

constexpr Kind kKinds[] = {
    {ErrorCode::kInvalid, 400, "invalid"},    {ErrorCode::kDenied, 403, "denied"},
    {ErrorCode::kNotFound, 404, "not_found"}, {ErrorCode::kConflict, 409, "conflict"},
    {ErrorCode::kLimit, 422, "limit"},        {ErrorCode::kUnavailable, 503, "unavailable"},
    {ErrorCode::kNoSpace, 507, "no_space"},   {ErrorCode::kCorrupt, 500, "corrupt"},
    {ErrorCode::kSystem, 500, "system"},
};

Response write(unsigned status, std::string_view code, std::string_view detail, std::string_view key) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  const std::string key_member = key.empty() ? "" : fmt::format(",\"key\":\"{}\"", escape_json(key));
  response.body = fmt::format(
      "{{\"type\":\"about:blank\",\"title\":\"{}\",\"status\":{},\"code\":\"{}\",\"detail\":\"{}\"{}}}\n",
      status_title(status), status, code, escape_json(detail), key_member);
  return response;
}

}  // namespace

Response problem(const Error& error, std::string_view key) {
  for (const Kind& kind : kKinds)
    if (kind.error == error.code) return write(kind.status, kind.code, error.message, key);
  return write(500, "system", error.message, key);
}

Response problem(const Error& error) { return problem(error, ""); }

Response http_problem(unsigned status, std::string_view code, std::string_view detail) {
  Response response = write(status, code, detail, "");
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"bulkhead\"");
  return response;
}

std::string_view status_title(unsigned status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 507: return "Insufficient Storage";
    default: return "Error";
  }
}

}  // namespace bulkhead::control::rest

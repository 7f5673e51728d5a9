// The files of demo/assets/, compiled in. They change with the program only, so browsers may keep them and
// ask with the ETag.

#include <memory>

#include "demo/desk/desk.h"
#include "demo/http/call.h"
#include "os/sha256.h"

namespace bulkhead::demo {
namespace {

constexpr char kStyle[] =
#include "style.css.inc"
    ;
constexpr char kLogo[] =
#include "logo.svg.inc"
    ;

// True when `field`, an If-None-Match value, names `etag` (RFC 9110 §13.1.2: weak comparison).
bool names_etag(std::string_view field, std::string_view etag) {
  return field == "*" || field.find(etag) != std::string_view::npos;
}

void add_asset(Router& router, std::string_view path, std::string_view text, std::string_view type) {
  const auto bytes = std::make_shared<const std::string>(text);
  const std::string etag = "\"" + os::sha256_hex(text).substr(0, 16) + "\"";
  router.add("GET", path, [bytes, etag, type = std::string(type)](Call& call) {
    Response response{.status = 200, .content_type = type};
    if (names_etag(call.request.if_none_match, etag)) {
      response.status = 304;
    } else {
      response.shared_body = bytes;
    }
    response.with("ETag", etag);
    response.with("Cache-Control", "public, max-age=3600");
    return response;
  });
}

}  // namespace

void add_assets(Router& router) {
  add_asset(router, "/assets/style.css", kStyle, "text/css; charset=utf-8");
  add_asset(router, "/assets/logo.svg", kLogo, "image/svg+xml");
  add_asset(router, "/robots.txt", "User-agent: *\nDisallow: /clerk/\n", "text/plain; charset=utf-8");
}

}  // namespace bulkhead::demo

// Cookies: read from a request, written into an answer.

#pragma once

#include <string>
#include <string_view>

#include "demo/http/request.h"

namespace bulkhead::demo {

/// Reads the value of a Cookie field. Pieces without "=" are left out; so is everything after kCookiesMax.
Pairs parse_cookies(std::string_view field);

/// A Set-Cookie value: HttpOnly, SameSite=Lax, Path=/, ending with the browser; Secure on request.
/// Requires: `name` and `value` are of our own making, letters, digits, "-" and "_".
std::string cookie_text(std::string_view name, std::string_view value, bool secure);

/// A Set-Cookie value that takes the cookie away.
std::string cookie_removal_text(std::string_view name);

}  // namespace bulkhead::demo

// A browser's cookies, by host (RFC 6265 as far as sessions need it).

#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bulkhead::drill {

/// Paths and dates are not looked at: a drill lasts minutes, and the services it plays on set "/" only. Max-Age=0 takes a cookie
/// away; one with neither Max-Age nor Expires lasts until the browser is closed.
///
/// Memory     At most kCookiesMax a host; beyond, a new name is not taken.
class CookieJar {
 public:
  static constexpr std::size_t kCookiesMax = 32;
  static constexpr std::size_t kBytesMax = 4'096;

  /// Takes the value of a Set-Cookie field.
  void set(std::string_view host, std::string_view set_cookie);

  /// The value of the Cookie field; empty when there is none to send.
  std::string cookies_for(std::string_view host) const;

  void clear() { hosts_.clear(); }

  /// The browser is closed: cookies of the session go.
  void end_session();

 private:
  struct Cookie {
    std::string value;
    bool lasting = false;
  };
  std::map<std::string, std::map<std::string, Cookie, std::less<>>, std::less<>> hosts_;
};

}  // namespace bulkhead::drill

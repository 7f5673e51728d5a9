// A browser's cookies, by host (RFC 6265 as far as sessions need it).

#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bulkhead::drill {

/// Paths and expiry by date are not looked at: a drill lasts minutes, and the services it plays on set "/" only. Max-Age=0
/// takes a cookie away.
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

 private:
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> hosts_;
};

}  // namespace bulkhead::drill

#include "drill/web/jar.h"

#include <algorithm>

namespace bulkhead::drill {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return low;
}

bool takes_away(std::string_view attributes) {
  while (!attributes.empty()) {
    const auto end = std::min(attributes.find(';'), attributes.size());
    if (lower(trimmed(attributes.substr(0, end))) == "max-age=0") return true;
    attributes.remove_prefix(std::min(end + 1, attributes.size()));
  }
  return false;
}

}  // namespace

void CookieJar::set(std::string_view host, std::string_view set_cookie) {
  if (set_cookie.size() > kBytesMax) return;
  const auto end = std::min(set_cookie.find(';'), set_cookie.size());
  const std::string_view pair = set_cookie.substr(0, end);
  const auto equals = pair.find('=');
  if (equals == std::string_view::npos) return;
  const std::string name(trimmed(pair.substr(0, equals)));
  if (name.empty()) return;
  auto& cookies = hosts_[std::string(host)];
  if (takes_away(set_cookie.substr(end))) {
    cookies.erase(name);
    return;
  }
  if (cookies.size() == kCookiesMax && !cookies.contains(name)) return;
  cookies[name] = trimmed(pair.substr(equals + 1));
}

std::string CookieJar::cookies_for(std::string_view host) const {
  std::string field;
  const auto of_host = hosts_.find(host);
  if (of_host == hosts_.end()) return field;
  for (const auto& [name, value] : of_host->second) {
    if (!field.empty()) field += "; ";
    field += name + "=" + value;
  }
  return field;
}

}  // namespace bulkhead::drill

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

// An attribute's whole text in small letters ("max-age=0") is given to `is`.
template <typename Is>
bool has_attribute(std::string_view attributes, const Is& is) {
  while (!attributes.empty()) {
    const auto end = std::min(attributes.find(';'), attributes.size());
    if (is(lower(trimmed(attributes.substr(0, end))))) return true;
    attributes.remove_prefix(std::min(end + 1, attributes.size()));
  }
  return false;
}

bool takes_away(std::string_view attributes) {
  return has_attribute(attributes, [](std::string_view attribute) { return attribute == "max-age=0"; });
}

bool lasts(std::string_view attributes) {
  return has_attribute(attributes, [](std::string_view attribute) {
    return attribute.starts_with("max-age=") || attribute.starts_with("expires=");
  });
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
  cookies[name] = {std::string(trimmed(pair.substr(equals + 1))), lasts(set_cookie.substr(end))};
}

std::string CookieJar::cookies_for(std::string_view host) const {
  std::string field;
  const auto of_host = hosts_.find(host);
  if (of_host == hosts_.end()) return field;
  for (const auto& [name, cookie] : of_host->second) {
    if (!field.empty()) field += "; ";
    field += name + "=" + cookie.value;
  }
  return field;
}

void CookieJar::end_session() {
  for (auto& [host, cookies] : hosts_)
    std::erase_if(cookies, [](const auto& cookie) { return !cookie.second.lasting; });
}

}  // namespace bulkhead::drill

#include "gate/hosts.h"

#include <algorithm>

namespace bulkhead::gate {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos) return host;
  // "[::1]" has colons of its own; what follows the last one is then no port.
  if (!std::ranges::all_of(host.substr(colon + 1), is_digit)) return host;
  if (host.starts_with('[') && (colon == 0 || host[colon - 1] != ']')) return host;
  return host.substr(0, colon);
}

}  // namespace

bool names_host(std::string_view host_field, std::string_view host) {
  if (host_field == host) return true;  // as nearly every client writes it
  std::string_view name = without_port(host_field);
  if (name.ends_with('.')) name.remove_suffix(1);
  return std::ranges::equal(name, host, [](char a, char b) { return lower(a) == b; });
}

}  // namespace bulkhead::gate

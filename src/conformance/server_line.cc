#include "conformance/server_line.h"

#include <algorithm>

namespace bulkhead::conformance {

namespace {

std::unexpected<Refusal> refuse(std::uint16_t status, std::string reason) {
  return std::unexpected(Refusal{status, std::move(reason)});
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Removes the scheme and the host of an absolute target.
std::expected<std::string_view, Refusal> without_host(std::string_view target) {
  if (target.starts_with('/')) return target;
  const std::size_t scheme = target.find(':');
  if (target.empty() || !is_letter(target.front()) || scheme == std::string_view::npos ||
      !target.substr(scheme).starts_with("://") || !std::ranges::all_of(target.substr(0, scheme), [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
      }))
    return refuse(400, "an invalid target");
  target.remove_prefix(scheme + 3);
  const std::size_t end = target.find_first_of("/?#");
  const std::string_view host = target.substr(0, end);
  if (host.empty() || !std::ranges::all_of(host, [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view("-._~!$&'()*+,;=:[]%").contains(c);
      }))
    return refuse(400, "an invalid host in the target");
  return end == std::string_view::npos ? std::string_view("/") : target.substr(end);
}

std::expected<std::string, Refusal> read_version(std::string_view text) {
  if (text.empty()) return "0.9";
  if (!text.starts_with("HTTP/") || text.size() < 6) return refuse(400, "an invalid version");
  text.remove_prefix(5);
  if (text[0] < '1' || text[0] > '9') return refuse(400, "an invalid version");
  if (text[0] > '1' || (text.size() > 1 && is_digit(text[1]))) return refuse(505, "a version above 1");
  if (text.size() < 3 || text.size() > 4 || text[1] != '.' || !std::ranges::all_of(text.substr(2), is_digit))
    return refuse(400, "an invalid version");
  return std::string(text);
}

}  // namespace

std::expected<Request, Refusal> read_request_line(std::string_view line) {
  Request request;
  const std::size_t method_end = line.find(' ');
  request.method = line.substr(0, method_end);
  const bool right_method = std::ranges::all_of(
      request.method, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_' || c == '-'; });
  if (request.method.empty() || !right_method || method_end == std::string_view::npos)
    return refuse(400, "an invalid method");
  line.remove_prefix(line.find_first_not_of(' ', method_end) == std::string_view::npos
                         ? line.size()
                         : line.find_first_not_of(' ', method_end));
  const std::size_t target_end = std::min(line.find(' '), line.size());
  const std::string_view target = line.substr(0, target_end);
  if (std::ranges::any_of(target, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
    return refuse(400, "a control character in the target");
  const auto local = without_host(target);
  if (!local) return std::unexpected(local.error());
  request.target = *local;
  std::string_view version = line.substr(target_end);
  while (version.starts_with(' ')) version.remove_prefix(1);
  while (version.ends_with(' ')) version.remove_suffix(1);
  auto read = read_version(version);
  if (!read) return std::unexpected(read.error());
  request.version = std::move(*read);
  if (request.version == "0.9" && request.method != "GET") return refuse(400, "HTTP/0.9 has only GET");
  return request;
}

}  // namespace bulkhead::conformance

#include "conformance/server.h"

#include <algorithm>

#include "conformance/server_body.h"
#include "conformance/server_line.h"

namespace bulkhead::conformance {

namespace {

// large_client_header_buffers: no line may be longer.
constexpr std::size_t kLineBytesMax = std::size_t{16} << 10;

std::unexpected<Refusal> refuse(std::uint16_t status, std::string reason) {
  return std::unexpected(Refusal{status, std::move(reason)});
}

bool is_control(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; }

bool is_field_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

// One field line. Nothing is taken, and nothing refused, where the name has a character that is ignored with its line.
std::expected<void, Refusal> take_field(std::string_view line, std::vector<Field>& fields) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  if (name.empty()) return refuse(400, "a field without a name");
  if (std::ranges::any_of(name, is_control))
    return refuse(400, "a control character or space in a field name");
  std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  while (value.ends_with('\r')) value.remove_suffix(1);
  if (value.contains('\0') || value.contains('\r')) return refuse(400, "a null byte or a lone CR in a field");
  while (value.starts_with(' ')) value.remove_prefix(1);
  while (value.ends_with(' ')) value.remove_suffix(1);
  if (std::ranges::all_of(name, is_field_letter)) fields.push_back({std::string(name), std::string(value)});
  return {};
}

// A host that no server can have. A port is not looked at.
bool is_host(std::string_view host) {
  if (!host.starts_with('[')) {
    host = host.substr(0, host.find(':'));
  } else if (const std::size_t end = host.find(']'); end != std::string_view::npos) {
    host = host.substr(0, end);
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty() || host.contains("..")) return false;
  return std::ranges::none_of(host, [](char c) { return is_control(c) || c == '/'; });
}

constexpr std::string_view kOnce[] = {"host",
                                      "content-length",
                                      "content-range",
                                      "if-match",
                                      "if-none-match",
                                      "if-modified-since",
                                      "authorization",
                                      "if-unmodified-since",
                                      "transfer-encoding",
                                      "expect",
                                      "if-range"};

std::expected<void, Refusal> check_once(const Request& request) {
  for (const std::string_view name : kOnce) {
    if (std::ranges::count_if(request.fields, [&](const Field& one) { return same_name(one.name, name); }) >
        1)
      return refuse(400, "a second " + std::string(name));
  }
  return {};
}

std::expected<void, Refusal> check_head(const Request& request) {
  if (const auto once = check_once(request); !once) return once;
  const std::string* host = request.field("host");
  if (host == nullptr && request.version == "1.1") return refuse(400, "no Host");
  if (host != nullptr && !is_host(*host)) return refuse(400, "an invalid Host");
  if (request.method == "CONNECT" || request.method == "TRACE")
    return refuse(405, request.method + " is not allowed");
  return {};
}

}  // namespace

bool same_name(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(one, other, {}, lower, lower);
}

const std::string* Request::field(std::string_view name) const {
  const auto at = std::ranges::find_if(fields, [&](const Field& one) { return same_name(one.name, name); });
  return at == fields.end() ? nullptr : &at->value;
}

std::optional<std::string_view> take_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::expected<Request, Refusal> split_request(std::string_view bytes) {
  while (bytes.starts_with('\r') || bytes.starts_with('\n')) bytes.remove_prefix(1);
  const auto line = take_line(bytes);
  if (!line) return refuse(bytes.size() > kLineBytesMax ? 414 : 0, "a request line without end");
  if (line->size() > kLineBytesMax) return refuse(414, "a request line over 16k");
  std::expected<Request, Refusal> request = read_request_line(*line);
  if (!request) return request;
  std::expected<std::string, Refusal> path = plain_path(request->target);
  if (!path) return std::unexpected(path.error());
  request->path = std::move(*path);
  if (request->version == "0.9") return request;  // No fields, no body: the line was all of it.
  while (true) {
    const auto field = take_line(bytes);
    if (!field) return refuse(0, "fields without end");
    if (field->size() > kLineBytesMax) return refuse(400, "a field over 16k");
    if (field->empty()) break;
    if (const auto taken = take_field(*field, request->fields); !taken) return std::unexpected(taken.error());
  }
  if (const auto right = check_head(*request); !right) return std::unexpected(right.error());
  std::expected<std::string, Refusal> body = take_body(*request, bytes);
  if (!body) return std::unexpected(body.error());
  request->body = std::move(*body);
  return request;
}

}  // namespace bulkhead::conformance

#include "conformance/upstream.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "conformance/base64.h"
#include "conformance/server_line.h"

namespace bulkhead::conformance {

namespace {

using Json = nlohmann::json;

Answer bad(std::string body) { return {400, {}, std::move(body)}; }

// A member of the type that is wanted; false when it has another.
template <typename T>
bool take(const Json& spec, const char* name, T& into) {
  const auto at = spec.find(name);
  if (at == spec.end() || at->is_null()) return true;
  if constexpr (std::is_same_v<T, std::string>) {
    if (!at->is_string()) return false;
  } else {
    if (!at->is_number_integer()) return false;
  }
  into = at->get<T>();
  return true;
}

bool take_fields(const Json& spec, std::vector<Field>& fields) {
  const auto at = spec.find("headers");
  if (at == spec.end() || at->is_null()) return true;
  if (!at->is_object()) return false;
  for (const auto& [name, value] : at->items()) {
    if (!value.is_string()) return false;
    fields.push_back({name, value.get<std::string>()});
  }
  return true;
}

Answer reflect(const std::string& body) {
  const Json spec = Json::parse(body, nullptr, false);
  Answer answer;
  std::int64_t status = 0;
  std::string encoded;
  if (!spec.is_object() || !take(spec, "status", status) || !take(spec, "body", answer.body) ||
      !take(spec, "encodedBody", encoded) || !take_fields(spec, answer.fields))
    return bad("Invalid JSON in request body");
  if ((status != 0 && status < 100) || status >= 600)
    return bad("Invalid status code: " + std::to_string(status));
  if (status != 0) answer.status = static_cast<std::uint16_t>(status);
  if (answer.body.empty() && !encoded.empty()) {
    std::optional<std::string> decoded = decode_base64(encoded);
    answer.body = decoded ? std::move(*decoded) : "invalid base64 encoding of response body";
  }
  return answer;
}

bool is_there(std::string_view path, Service service) {
  constexpr std::string_view kOfHttpbin[] = {"/", "/get", "/post", "/put", "/delete", "/anything"};
  return service == Service::kAlbedo || path.starts_with("/status/") ||
         std::ranges::find(kOfHttpbin, path) != std::end(kOfHttpbin);
}

bool has_field(const Answer& answer, std::string_view name) {
  return std::ranges::any_of(answer.fields, [&](const Field& one) { return same_name(one.name, name); });
}

}  // namespace

Answer upstream_answer(const Request& request, Service service) {
  const bool reflects =
      request.method == "POST" && (request.path == "/reflect" || request.path.starts_with("/reflect/"));
  Answer answer = reflects ? reflect(request.body) : Answer();
  if (!is_there(request.path, service)) answer = {.status = 404, .fields = {}, .body = {}};
  if (!answer.body.empty() && !has_field(answer, "content-type"))
    answer.fields.push_back({"Content-Type", std::string(guess_content_type(answer.body))});
  if (!has_field(answer, "content-length"))
    answer.fields.push_back({"Content-Length", std::to_string(answer.body.size())});
  if (request.method == "HEAD") answer.body.clear();
  return answer;
}

}  // namespace bulkhead::conformance

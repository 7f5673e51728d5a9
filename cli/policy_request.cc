#include "cli/policy_request.h"

#include <nlohmann/json.hpp>

namespace bulkhead::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string finished(Json json, const std::string& reason, bool alone, bool dry_run) {
  if (!reason.empty()) json["reason"] = reason;
  if (alone) json["alone"] = true;
  if (dry_run) json["dry_run"] = true;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string apply_json(const std::string& file_name, const std::string& text, const std::string& reason,
                       bool alone, bool dry_run) {
  return finished({{"file_name", file_name}, {"text", text}}, reason, alone, dry_run);
}

std::string rollback_json(std::optional<std::uint32_t> version, const std::string& reason, bool alone,
                          bool dry_run) {
  Json json = Json::object();
  if (version) json["version"] = *version;
  return finished(std::move(json), reason, alone, dry_run);
}

}  // namespace bulkhead::cli

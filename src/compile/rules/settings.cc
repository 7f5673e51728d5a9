#include "compile/rules/settings.h"

#include <algorithm>

namespace bulkhead::compile {

namespace {

using program::rules::EngineMode;
using program::rules::LimitAction;

constexpr std::uint64_t kRequestBodyBytesDefault = 1u << 20;
constexpr std::uint64_t kResponseBodyBytesDefault = 512u << 10;
constexpr std::uint64_t kJsonDepthDefault = 512;
constexpr std::uint64_t kArgumentsDefault = 1'000;
constexpr std::uint64_t kCollectionTimeoutDefault = 3'600;

template <typename T>
std::uint32_t narrowed(T value) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, UINT32_MAX));
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::uint32_t put_unicode_map(Build& build, const seclang::UnicodeMap& map) {
  // As text::UnicodeMapping: code (u16), byte, zero.
  std::string bytes;
  for (const auto& [code, byte] : map.bytes) {
    bytes += static_cast<char>(code & 0xff);
    bytes += static_cast<char>(code >> 8);
    bytes += static_cast<char>(byte);
    bytes += '\0';
  }
  return build.writer.put_blob(program::rules::BlobKind::kUnicodeMap, bytes);
}

}  // namespace

void put_settings(Build& build) {
  const seclang::Settings& from = build.rules().settings;
  program::rules::Settings& to = build.writer.header.settings;
  to.engine = static_cast<EngineMode>(from.engine.value_or(seclang::EngineMode::kOn));
  to.request_body_access = from.request_body_access.value_or(true) ? 1 : 0;
  to.response_body_access = from.response_body_access.value_or(true) ? 1 : 0;
  to.request_body_limit_action =
      static_cast<LimitAction>(from.request_body_limit_action.value_or(seclang::LimitAction::kReject));
  to.response_body_limit_action = static_cast<LimitAction>(
      from.response_body_limit_action.value_or(seclang::LimitAction::kProcessPartial));
  to.argument_separator = static_cast<std::uint8_t>(from.argument_separator.value_or('&'));
  to.cookie_format = static_cast<std::uint8_t>(from.cookie_format.value_or(0));
  to.request_body_bytes_max = from.request_body_bytes_max.value_or(kRequestBodyBytesDefault);
  to.request_body_no_files_bytes_max =
      from.request_body_no_files_bytes_max.value_or(kRequestBodyBytesDefault);
  to.response_body_bytes_max = from.response_body_bytes_max.value_or(kResponseBodyBytesDefault);
  to.json_depth_max = narrowed(from.request_body_json_depth_max.value_or(kJsonDepthDefault));
  to.arguments_max = narrowed(from.arguments_max.value_or(kArgumentsDefault));
  to.collection_timeout_s = narrowed(from.collection_timeout_seconds.value_or(kCollectionTimeoutDefault));
  to.upload_files_max = narrowed(from.upload_files_max.value_or(0));
  const std::vector<std::string> types = {"text/plain", "text/html", "text/xml"};
  to.response_mime_types = build.writer.intern(joined(from.response_body_types.value_or(types)));
  to.component_signatures = build.writer.intern(joined(from.components));
  to.web_app_id = build.writer.intern(from.web_app_id.value_or("default"));
  if (from.unicode_map.has_value()) to.unicode_map_blob = put_unicode_map(build, *from.unicode_map);
}

}  // namespace bulkhead::compile

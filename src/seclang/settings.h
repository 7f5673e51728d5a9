// What the directives that are no rules set for the engine as a whole. Nothing means: not said, use the default of the
// one who runs the rules.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bulkhead::seclang {

enum class EngineMode : std::uint8_t { kOff, kDetectionOnly, kOn };
enum class AuditMode : std::uint8_t { kOff, kRelevantOnly, kOn };
enum class LimitAction : std::uint8_t { kReject, kProcessPartial };

/// A code page of SecUnicodeMapFile: what @rx and the rest see instead of a code point beyond ASCII.
struct UnicodeMap {
  std::string file;
  std::uint32_t code_page = 0;
  std::vector<std::pair<std::uint16_t, std::uint8_t>> bytes;  ///< Sorted by code point.
};

/// Ownership  Owns its texts.
struct Settings {
  std::optional<EngineMode> engine;
  std::optional<bool> request_body_access;
  std::optional<std::uint64_t> request_body_bytes_max;
  std::optional<std::uint64_t> request_body_no_files_bytes_max;
  std::optional<LimitAction> request_body_limit_action;
  std::optional<std::uint64_t> request_body_json_depth_max;
  std::optional<bool> response_body_access;
  std::optional<std::uint64_t> response_body_bytes_max;
  std::optional<LimitAction> response_body_limit_action;
  std::optional<std::vector<std::string>>
      response_body_types;  ///< Sorted; empty after SecResponseBodyMimeTypesClear.
  std::optional<std::uint64_t> arguments_max;
  std::optional<char> argument_separator;
  std::optional<std::uint64_t> cookie_format;
  std::optional<std::uint64_t> upload_files_max;
  std::optional<std::uint64_t> collection_timeout_seconds;
  std::optional<AuditMode> audit;
  std::optional<std::string> audit_parts;
  std::optional<std::string> audit_relevant_status;  ///< A pattern.
  std::optional<std::string> geo_database;           ///< As written; it is not opened here.
  std::optional<std::string> web_app_id;
  std::optional<std::string> server_signature;
  std::optional<UnicodeMap> unicode_map;
  std::vector<std::string> components;  ///< SecComponentSignature, in order.
};

}  // namespace bulkhead::seclang

// A request and its response as inspection is told of them.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace bulkhead::inspect {

struct HeaderField {
  std::string_view name;
  std::string_view value;
};

/// Views need to live as long as the Inspection, but for the span `fields` itself.
struct RequestHead {
  std::string_view method;
  /// As on the wire.
  std::string_view target;
  /// Decoded and normalised, without the query: what the exclusions' routes are compared with.
  std::string_view path;
  /// "1.1", "2".
  std::string_view version;
  std::span<const HeaderField> fields;
  std::string_view client_address;
  std::uint16_t client_port = 0;
  std::string_view server_address;
  std::uint16_t server_port = 0;
  std::string_view unique_id;
  /// Seconds since 1970 and the offset of local time from UTC: for TIME_… and expiring collections.
  std::int64_t now_s = 0;
  std::int32_t offset_s = 0;
};

struct ResponseHead {
  std::uint16_t status = 0;
  std::string_view version;
  std::span<const HeaderField> fields;
};

}  // namespace bulkhead::inspect

// What a Content-Type says of a body.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bulkhead::http {

/// How a body is read.
enum class BodyReader : std::uint8_t { kNone, kForm, kMultipart, kJson, kXml };

/// The reader that a Content-Type alone chooses: of forms or of multipart bodies, by how the field begins. Others are chosen by
/// rules (ctl:requestBodyProcessor), and those win over this.
BodyReader reader_by_content_type(std::string_view content_type);

/// REQBODY_PROCESSOR of a reader; empty for kNone.
std::string_view processor_name(BodyReader reader);

/// The media type: what stands before the first ';', without the space around it. Case is kept.
std::string_view media_type(std::string_view content_type);

/// The value of the first parameter of that name (`charset`, `boundary`; case does not matter), without its quotes. Escapes
/// within quotes are left as they are (RFC 9110 §5.6.6).
std::optional<std::string_view> parameter(std::string_view content_type, std::string_view name);

}  // namespace bulkhead::http

// Base64 (RFC 4648 §4) as tests hold it: with padding, perhaps over several lines.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bulkhead::conformance {

/// Line ends are skipped. Empty where the text is no Base64.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace bulkhead::conformance

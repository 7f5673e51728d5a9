// Names that people choose for services, compartments, lanes and operators.

#pragma once

#include <string>
#include <string_view>

#include "policy/values/parsed.h"

namespace bulkhead::policy {

/// Reads a name: [a-z0-9-], begins with a letter, does not end with a hyphen, at most Limits::kNameBytesMax.
/// Such a name is safe in a path, a metric label, a file name and a line of the terminal.
Parsed<std::string> parse_name(std::string_view text);

/// Reads a language tag (BCP 47, lower case): "en", "sq", "zh-hant".
Parsed<std::string> parse_language(std::string_view text);

/// Reads the name of a cookie (RFC 6265 §4.1.1: a token), at most 64 bytes.
Parsed<std::string> parse_cookie_name(std::string_view text);

}  // namespace bulkhead::policy

// Path prefixes by which services share a host, and paths that are asked for.

#pragma once

#include <string>
#include <string_view>

#include "policy/values/parsed.h"

namespace bulkhead::policy {

/// Reads a prefix of whole segments: absolute, already normalised, nothing encoded. nginx matches the decoded path, so
/// only characters that no client needs to encode are taken; anything else could be spelled in two ways.
Parsed<std::string> parse_path_prefix(std::string_view text);

/// Reads the path of a health probe: begins with "/", visible ASCII, may have a query.
Parsed<std::string> parse_probe_path(std::string_view text);

/// True when `path` is `prefix` or lies below it, by whole segments.
bool path_is_under(std::string_view path, std::string_view prefix);

}  // namespace bulkhead::policy

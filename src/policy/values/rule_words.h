// How a policy speaks of rules: files of them, their ids, and where they look. Only the form is read here; whether
// there is such a file, rule or variable the compiler finds out.

#pragma once

#include <string>
#include <string_view>

#include "policy/policy.h"
#include "policy/values/parsed.h"

namespace bulkhead::policy {

/// Reads the path of one file of rules, absolute or relative to the policy file: plain ASCII without quotes, wildcards,
/// `$`, `;` or brackets.
Parsed<std::string> parse_rules_file(std::string_view text);

/// As parse_rules_file, but `*` and `?` may stand in the last segment: the work of finding files stays within a folder.
Parsed<std::string> parse_rules_glob(std::string_view text);

/// Reads "942100" or "942100-942190".
Parsed<IdRange> parse_id_range(std::string_view text);

/// Reads a target as SecLang writes it: VARIABLE, VARIABLE:name or VARIABLE:/regex/; for XML, XML:/path.
Parsed<std::string> parse_rule_target(std::string_view text);

/// Reads a Content-Encoding that can be decoded for inspection: "gzip", "deflate".
Parsed<std::string> parse_request_encoding(std::string_view text);

}  // namespace bulkhead::policy

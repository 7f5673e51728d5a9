// A request's target as the variables that rules see.

#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"

namespace bulkhead::http {

/// Parts of a request's target. Decoded means: percent-decoded once, '+' kept, what is no encoding left as it is.
///
///     GET http://a.example/b/c%20d?x=%31#f
///         \______________________________/   uri_raw:      as it came
///                         \________/         uri:          decoded, without scheme, host and fragment, with the query
///         \_______________________/          filename:     decoded, up to the first '?' of the decoded target
///                           \___/            basename:     what stands behind its last '/' or '\'
///                                   \___/    query_string: not decoded; behind the first '?' as it came
struct Target {
  std::string_view uri_raw;                      ///< REQUEST_URI_RAW
  std::string_view uri;                          ///< REQUEST_URI
  std::string_view filename;                     ///< REQUEST_FILENAME, and PATH_INFO, which is the same.
  std::string_view basename;                     ///< REQUEST_BASENAME
  std::optional<std::string_view> query_string;  ///< QUERY_STRING; nothing when there is no '?'.
};

/// Takes a target apart. Scheme and host go from `uri` only when a '/' follows them.
///
/// Ownership  Views of `raw`, or in the arena where something was decoded.
/// Cost       Linear.
/// Errors     Empty when the arena's maximum is reached.
std::optional<Target> read_target(std::string_view raw, Arena& arena);

}  // namespace bulkhead::http

// Paths that two readers could read in two ways.
//
// nginx chooses a location by the decoded, normalised path but forwards what was on the wire. Where services share a
// host and are told apart by path, whoever finds a spelling that nginx and the upstream read differently walks through one
// door and comes out behind another. Such spellings are refused; no honest client sends them.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bulkhead::gate {

enum class PathFault : std::uint8_t {
  kNone,
  kEncodedSlash,    ///< %2F
  kBackslash,       ///< "\" or %5C
  kNul,             ///< %00 or a control character
  kDotSegment,      ///< "." or "..", plain, encoded, or with parameters ("..;x")
  kDoubleEncoding,  ///< %25 followed by two hexadecimal digits, plain or encoded
  kBadEncoding,     ///< "%" without two hexadecimal digits
  kEmptySegment,    ///< "//": merged by some, kept by others
};

/// Looks at the path of a request target as it was on the wire (origin form; the query does not matter).
/// Cost: one pass; allocates nothing.
PathFault check_path(std::string_view target);

/// How a server that cuts path parameters off and takes no notice of case (RFC 3986 §3.3 leaves the first to servers, Windows
/// the second) reads a decoded path: "/Courts;v=1/Hearing" as "/courts/hearing". Empty when it reads what is there, as is
/// usual; only then nothing is allocated.
std::string lax_reading(std::string_view path);

}  // namespace bulkhead::gate

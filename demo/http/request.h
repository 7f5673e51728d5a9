// A request as the services see it: decoded once, at the edge.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::demo {

struct Pair {
  std::string name;
  std::string value;
};
using Pairs = std::vector<Pair>;

/// The first value under `name`; nullopt when there is none.
std::optional<std::string_view> value_of(const Pairs& pairs, std::string_view name);

/// The first value under `name`, or "".
std::string_view text_of(const Pairs& pairs, std::string_view name);

struct Request {
  std::string method;
  std::string path;  ///< Decoded, begins with "/", no dot segments, no control characters.
  Pairs query;
  Pairs form;  ///< Of an application/x-www-form-urlencoded body.
  Pairs cookies;
  std::string content_type;
  std::string accept_language;
  std::string if_none_match;
  std::string forwarded_proto;
  std::string csrf_token;  ///< X-CSRF-Token.
  std::string body;
  RealTime now;       ///< For texts.
  MonoTime mono_now;  ///< For how long a session was unused.
};

/// Decodes "%41" and, in a query or form, "+". Fails with kInvalid on a broken escape.
enum class PlusMeans { kPlus, kBlank };
Result<std::string> percent_decode(std::string_view text, PlusMeans plus);

/// Reads "a=1&b=2". Fails with kInvalid on a broken escape, with kLimit on more than kFieldsMax pairs.
Result<Pairs> parse_pairs(std::string_view text);

/// Splits a request target into `path` and `query`. Fails with kLimit when it is longer than
/// kTargetBytesMax; with kInvalid when it is not in origin form, or its path, once decoded, holds a
/// control character, a backslash, a dot segment or bytes that are not UTF-8.
Status parse_target(std::string_view target, Request& request);

/// "a%20b%2Fc": for a path segment or a value in a query that we write.
std::string percent_encode(std::string_view text);

}  // namespace bulkhead::demo

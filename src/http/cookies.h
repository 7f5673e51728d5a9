// A Cookie field as named values.

#pragma once

#include <cstdint>
#include <string_view>

#include "http/argument_sink.h"

namespace bulkhead::http {

struct CookiesOutcome {
  std::uint32_t cookies_count = 0;
  ReadStop stop = ReadStop::kNone;
};

/// Splits one Cookie field's value at ';', each piece at its first '='. Space before a name goes away, and space at the end of
/// the field; nothing else does. A piece without a name is no cookie. Nothing is decoded. Call it for each Cookie field.
///
/// Ownership  Views of `field`.
/// Cost       Linear; allocates nothing.
CookiesOutcome read_cookies(std::string_view field, ArgumentSink& sink);

}  // namespace bulkhead::http

// One function per sink: text from a client or an operator goes through the one of the place where it
// ends up, and through no other. A single test drives all of them with the same hostile strings.
//
// Every function takes any bytes. Bytes that are not well-formed UTF-8 become U+FFFD; so does every
// control character for which the sink has no harmless spelling. Cost is linear; none throws.

#pragma once

#include <string>
#include <string_view>

namespace bulkhead {

/// For HTML and XML text and double- or single-quoted attribute values.
std::string escape_html(std::string_view text);

/// For inside a JSON string, without the quotes (RFC 8259 §7). Also escapes "<", ">", "&", U+2028 and
/// U+2029, so that the JSON may stand in a script element.
std::string escape_json(std::string_view text);

/// For one line of a log, bare or inside double quotes: no control character, no line break, backslash
/// escapes (also of `"`), so that a value can neither forge a line nor hide one.
std::string escape_log(std::string_view text);

/// For a terminal: as escape_log, but quotes stay, and no bidirectional override, byte order mark or tag
/// character gets through either.
std::string escape_terminal(std::string_view text);

/// For the value of an HTTP field: visible ASCII and spaces; anything else is "?".
std::string escape_header(std::string_view text);

/// For a structured-fields string (RFC 9651 §3.3.3), without the quotes.
std::string escape_structured(std::string_view text);

/// True when the text may stand as it is inside a quoted value of an nginx configuration. There is no
/// escape_nginx: `$` has no harmless spelling there, so what is not safe is refused.
bool is_nginx_safe(std::string_view text);

/// Cuts to at most `bytes_max` bytes without splitting a UTF-8 sequence, marking the cut with "…".
std::string cut(std::string_view text, std::size_t bytes_max);

}  // namespace bulkhead

// Each transformation by itself, for transform.cc. A name here is SecLang's own, and the name of its file but
// for small kin that share one.
//
// Each writes to `out`, which has room for text::output_bytes_max() and never overlaps `in`, and returns the
// length.

#pragma once

#include <cstddef>
#include <string_view>

#include "text/unicode_map.h"

namespace bulkhead::text {

std::size_t base64_decode(std::string_view in, char* out) noexcept;
std::size_t base64_decode_ext(std::string_view in, char* out) noexcept;
std::size_t base64_encode(std::string_view in, char* out) noexcept;
std::size_t cmd_line(std::string_view in, char* out) noexcept;
std::size_t compress_whitespace(std::string_view in, char* out) noexcept;
std::size_t css_decode(std::string_view in, char* out) noexcept;
std::size_t escape_seq_decode(std::string_view in, char* out) noexcept;
std::size_t hex_decode(std::string_view in, char* out) noexcept;
std::size_t hex_encode(std::string_view in, char* out) noexcept;
std::size_t html_entity_decode(std::string_view in, char* out) noexcept;
std::size_t js_decode(std::string_view in, char* out) noexcept;
std::size_t length(std::string_view in, char* out) noexcept;
std::size_t lowercase(std::string_view in, char* out) noexcept;
std::size_t md5(std::string_view in, char* out) noexcept;
std::size_t normalise_path(std::string_view in, char* out) noexcept;
std::size_t normalise_path_win(std::string_view in, char* out) noexcept;
std::size_t parity_even_7bit(std::string_view in, char* out) noexcept;
std::size_t parity_odd_7bit(std::string_view in, char* out) noexcept;
std::size_t parity_zero_7bit(std::string_view in, char* out) noexcept;
std::size_t remove_comments(std::string_view in, char* out) noexcept;
std::size_t remove_comments_char(std::string_view in, char* out) noexcept;
std::size_t remove_nulls(std::string_view in, char* out) noexcept;
std::size_t remove_whitespace(std::string_view in, char* out) noexcept;
std::size_t replace_comments(std::string_view in, char* out) noexcept;
std::size_t replace_nulls(std::string_view in, char* out) noexcept;
std::size_t sha1(std::string_view in, char* out) noexcept;
std::size_t sql_hex_decode(std::string_view in, char* out) noexcept;
std::size_t trim(std::string_view in, char* out) noexcept;
std::size_t trim_left(std::string_view in, char* out) noexcept;
std::size_t trim_right(std::string_view in, char* out) noexcept;
std::size_t uppercase(std::string_view in, char* out) noexcept;
std::size_t url_decode(std::string_view in, char* out) noexcept;
std::size_t url_decode_uni(std::string_view in, char* out, const UnicodeMap* map) noexcept;
std::size_t url_encode(std::string_view in, char* out) noexcept;
std::size_t utf8_to_unicode(std::string_view in, char* out) noexcept;

}  // namespace bulkhead::text

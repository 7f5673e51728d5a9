// Which language and which format a client gets, from what its header fields say.
//
// Both fields come from anybody: they are read in one pass, at most kFieldBytesMax bytes and kRangesMax
// elements of them; the rest counts as not sent, and an element that makes no sense is skipped.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace bulkhead::answers {

/// Bytes of Accept or Accept-Language that are looked at. Browsers send under 200.
inline constexpr std::size_t kFieldBytesMax = 1'024;
/// Elements of a field that are looked at.
inline constexpr std::size_t kRangesMax = 32;

enum class Format : std::uint8_t { kHtml, kProblemJson };

/// Index in `languages` of the one to answer in: RFC 4647 §3.4 lookup in order of quality, then the first
/// language.
///
/// "sq-AL" finds "sq"; a language with q=0 is not chosen while another is left; "*" takes the first language
/// that no other element names. Differs: a range that lookup does not find also finds a longer tag that
/// begins with it ("sr" finds "sr-latn"), since a reader of one is served better by it than by the fallback.
///
/// Requires: `languages` is not empty. Thread-safe; allocates nothing.
std::size_t choose_language(std::string_view accept_language, std::span<const std::string_view> languages);

/// HTML when the client names it (text/html, application/xhtml+xml, text/*) at least as gladly as JSON; else
/// application/problem+json.
///
/// Every browser names text/html when a person follows a link or sends a form. Those who send only "*/*" or
/// nothing (curl, fetch(), monitors, phone apps) are programs: a short JSON body serves them and whoever
/// reads their logs.
///
/// Thread-safe; allocates nothing.
Format choose_format(std::string_view accept);

/// "text/html; charset=utf-8" or "application/problem+json".
std::string_view content_type(Format format);

}  // namespace bulkhead::answers

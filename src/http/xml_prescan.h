// What is known of a body of XML before libxml2 sees it.

#pragma once

#include <cstdint>
#include <string_view>

namespace bulkhead::http {

/// True when the XML declaration names no encoding or one of those that are read, all of which spell `<`, `=` and quotes as
/// ASCII does (UTF-16: with a NUL beside). Then counting in the bytes counts what libxml2 will see.
bool xml_encoding_is_read(std::string_view xml);

/// The most attributes that a tag can have: never fewer than it has. Text that looks like attributes counts, too.
///
/// Cost  Linear.
std::uint32_t xml_attributes_bound(std::string_view xml);

}  // namespace bulkhead::http

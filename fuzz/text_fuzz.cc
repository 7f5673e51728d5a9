// Any bytes through everything of base/ that reads or escapes text. Ends on disagreement: what is read must
// read back from what is written of it, and no escape may let a control character through.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/address.h"
#include "base/check.h"
#include "base/escape.h"
#include "base/id.h"
#include "base/timestamp.h"
#include "base/utf8.h"

namespace {

using namespace bulkhead;

void reads_back(std::string_view text) {
  if (const auto id = Id::parse(text)) BULKHEAD_ASSERT(Id::parse(id->text()) == *id);
  if (const auto address = Address::parse(text)) BULKHEAD_ASSERT(Address::parse(address->text()) == *address);
  if (const auto at = parse_rfc3339(text)) {
    // A zone may carry the first and the last day out of the years that can be written.
    const auto again = parse_rfc3339(rfc3339_ms(*at));
    BULKHEAD_ASSERT(again &&
                    (*again == *at || text.starts_with("0000-01-01") || text.starts_with("9999-12-31")));
  }
  if (const auto network = Network::parse(text)) {
    BULKHEAD_ASSERT(Network::parse(network->text()) == *network);
    BULKHEAD_ASSERT(network->contains(network->address));
  }
  if (const auto duration = parse_duration(text)) BULKHEAD_ASSERT(*duration >= Milliseconds{0});
}

void escapes(std::string_view text) {
  for (const auto escape :
       {escape_html, escape_json, escape_log, escape_terminal, escape_header, escape_structured}) {
    const std::string out = escape(text);
    BULKHEAD_ASSERT(is_utf8(out));
    BULKHEAD_ASSERT(out.size() <= 6 * text.size());
    for (const char c : out) {
      const bool allowed_in_html = escape == escape_html && (c == '\t' || c == '\n' || c == '\r');
      BULKHEAD_ASSERT(static_cast<unsigned char>(c) >= 0x20 || allowed_in_html);
      BULKHEAD_ASSERT(c != 0x7f);
    }
  }
  if (is_nginx_safe(text)) BULKHEAD_ASSERT(text.find_first_of("$\"'\\\n") == std::string_view::npos);
}

void cuts(std::string_view text) {
  for (const std::size_t bytes_max : {0u, 1u, 3u, 4u, 7u, 64u}) {
    const std::string out = cut(text, bytes_max);
    BULKHEAD_ASSERT(out.size() <= bytes_max);
    if (is_utf8(text)) BULKHEAD_ASSERT(is_utf8(out));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  reads_back(text);
  escapes(text);
  cuts(text);
  return 0;
}

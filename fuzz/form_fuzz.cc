// Any bytes as a query string, a form, a Cookie field, a target and a Content-Type. Arguments that are encoded and joined
// anew must be read as what they were, and nothing may be given that is longer than what was sent.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/check.h"
#include "http/content_type.h"
#include "http/cookies.h"
#include "http/form.h"
#include "http/uri.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::http;

class Arguments final : public ArgumentSink {
 public:
  bool argument(std::string_view name, std::string_view value) override {
    bytes += name.size() + value.size();
    list.emplace_back(name, value);
    return true;
  }

  std::size_t bytes = 0;
  std::vector<std::pair<std::string, std::string>> list;
};

void append_encoded(std::string& to, std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    to += '%';
    to += kDigits[byte >> 4];
    to += kDigits[byte & 15];
  }
}

void form_reads_back(std::string_view text, Arena& arena) {
  Arguments first;
  const FormOutcome outcome = read_form(text, '&', arena, first);
  BULKHEAD_ASSERT(outcome.stop == ReadStop::kNone && outcome.arguments_count == first.list.size());
  BULKHEAD_ASSERT(first.bytes <= text.size());
  BULKHEAD_ASSERT(!outcome.invalid_encoding || text.find('%') != std::string_view::npos);
  std::string joined;
  for (const auto& [name, value] : first.list) {
    if (!joined.empty()) joined += '&';
    append_encoded(joined, name);
    joined += '=';
    append_encoded(joined, value);
  }
  Arguments again;
  BULKHEAD_ASSERT(!read_form(joined, '&', arena, again).invalid_encoding);
  BULKHEAD_ASSERT(again.list == first.list);
}

/// Only space and separators may be lost.
void cookies_read_back(std::string_view text) {
  Arguments first;
  (void)read_cookies(text, first);
  BULKHEAD_ASSERT(first.bytes <= text.size());
  std::string joined;
  for (const auto& [name, value] : first.list) {
    BULKHEAD_ASSERT(!name.empty() && name.find(';') == std::string::npos &&
                    value.find(';') == std::string::npos);
    joined.append(name).append("=").append(value).append(";;");
  }
  Arguments again;
  (void)read_cookies(joined, again);
  BULKHEAD_ASSERT(again.list == first.list);
}

void target_is_in_parts(std::string_view text, Arena& arena) {
  const auto target = read_target(text, arena);
  BULKHEAD_ASSERT(target && target->uri_raw == text);
  BULKHEAD_ASSERT(target->filename.find('?') == std::string_view::npos);
  BULKHEAD_ASSERT(target->filename.ends_with(target->basename));
  BULKHEAD_ASSERT(target->uri.size() <= text.size() && target->basename.find('/') == std::string_view::npos);
  if (target->query_string) BULKHEAD_ASSERT(target->query_string->find('#') == std::string_view::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  Arena arena(64u << 20, 0);
  form_reads_back(text, arena);
  cookies_read_back(text);
  target_is_in_parts(text, arena);
  (void)reader_by_content_type(text);
  if (const auto value = parameter(text, "charset")) BULKHEAD_ASSERT(value->size() < text.size());
  return 0;
}

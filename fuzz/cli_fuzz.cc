// What the command line reads besides its words: times that people type, the first line of the input, and answers of a
// daemon, the rest.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "cli/json.h"
#include "cli/moments.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::cli;

constexpr RealTime kNow{std::chrono::seconds(1'792'800'000)};

void check_time(std::string_view text) {
  const auto until = parse_until(text, kNow);
  if (until) {
    BULKHEAD_ASSERT(!local_time(*until, kNow).empty() && !local_time_with_zone(*until).empty());
    if (text.size() == 5) BULKHEAD_ASSERT(*until > kNow && *until < kNow + std::chrono::hours(26));
  }
  BULKHEAD_ASSERT(!local_time(instant(text), kNow).empty());
}

void walk(JsonView value) {
  for (const JsonView item : value.items()) walk(item);
  for (const auto& [name, member] : value.members()) {
    BULKHEAD_ASSERT(value[name].exists() && is_utf8(name));
    walk(member);
  }
  BULKHEAD_ASSERT(is_utf8(value.text()));
  (void)value.whole();
  (void)value.number();
  (void)value.truth();
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*words*/) {
  return ::setenv("TZ", "Europe/Tirane", 1);  // a zone that changes its clocks
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t end = text.find('\n');
  check_time(text.substr(0, end));
  if (end == std::string_view::npos) return 0;
  if (const auto document = JsonDocument::parse(text.substr(end + 1))) {
    walk(document->root());
    BULKHEAD_ASSERT(is_utf8(document->root().dump(-1)));
  }
  return 0;
}

// Any bytes as Accept and Accept-Language: the answer must be one that was offered.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "answers/negotiate.h"
#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace bulkhead::answers;
  static constexpr std::array<std::string_view, 4> kLanguages{"en", "sq", "sr-latn", "ar"};
  const std::string_view field(reinterpret_cast<const char*>(bytes), size);
  const std::size_t language = choose_language(field, kLanguages);
  BULKHEAD_ASSERT(language < kLanguages.size());
  BULKHEAD_ASSERT(!content_type(choose_format(field)).empty());
  BULKHEAD_ASSERT(choose_language(field, std::span(kLanguages).first(1)) == 0);
  return 0;
}

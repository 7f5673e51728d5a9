#include <map>
#include <memory>
#include <utility>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "oracle/operators.h"

namespace bulkhead::oracle {

namespace {

// More than any request of a test needs: a match that is cut off would be no truth.
constexpr std::uint32_t kStepsMax = 200'000'000;

pcre2_match_context* generous() {
  static pcre2_match_context* const context = [] {
    pcre2_match_context* made = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(made, kStepsMax);
    pcre2_set_depth_limit(made, kStepsMax);
    pcre2_set_heap_limit(made, 1u << 20);
    return made;
  }();
  return context;
}

}  // namespace

Pattern::Pattern(const std::string& text, bool any_case) {
  int error = 0;
  PCRE2_SIZE error_at = 0;
  const std::uint32_t options = PCRE2_DOTALL | PCRE2_MULTILINE | (any_case ? PCRE2_CASELESS : 0u);
  code_ = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), options, &error, &error_at,
                        nullptr);
}

Pattern::~Pattern() { pcre2_code_free(static_cast<pcre2_code*>(code_)); }

const Pattern& Pattern::of(const std::string& text, bool any_case) {
  static std::map<std::pair<std::string, bool>, std::unique_ptr<Pattern>> known;
  auto& place = known[{text, any_case}];
  if (place == nullptr) place.reset(new Pattern(text, any_case));
  return *place;
}

Pattern::Groups Pattern::search(std::string_view subject, std::size_t from, unsigned options) const {
  Groups groups;
  if (code_ == nullptr) return groups;
  const auto* code = static_cast<const pcre2_code*>(code_);
  pcre2_match_data* data = pcre2_match_data_create_from_pattern(code, nullptr);
  const int count = pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), from,
                                options, data, generous());
  const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(data);
  for (int i = 0; i < count; ++i) {
    const auto group = static_cast<std::size_t>(i);
    if (ends[2 * group + 1] > subject.size() || ends[2 * group] > ends[2 * group + 1]) continue;
    groups.push_back({group, ends[2 * group], ends[2 * group + 1]});
  }
  pcre2_match_data_free(data);
  return groups;
}

}  // namespace bulkhead::oracle

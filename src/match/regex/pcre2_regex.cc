#include "match/regex/pcre2_regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace bulkhead::match::regex {
namespace {

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct FreeMatchData {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct FreeContext {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

PCRE2_SPTR units(std::string_view text) {
  // PCRE2 refuses a null pointer even for no bytes.
  return reinterpret_cast<PCRE2_SPTR>(text.data() == nullptr ? "" : text.data());
}

std::uint32_t pcre2_options(const SyntaxOptions& options) {
  // UTF and Unicode properties for bytes stay off even when a pattern asks for them: texts are bytes.
  std::uint32_t all = PCRE2_NEVER_UTF | PCRE2_NEVER_UCP;
  if (options.caseless) all |= PCRE2_CASELESS;
  if (options.dot_all) all |= PCRE2_DOTALL;
  if (options.multi_line) all |= PCRE2_MULTILINE;
  return all;
}

}  // namespace

struct Pcre2Regex::State {
  std::unique_ptr<pcre2_code, FreeCode> code;
  std::unique_ptr<pcre2_match_data, FreeMatchData> data;
  std::unique_ptr<pcre2_match_context, FreeContext> context;
  bool is_just_in_time = false;
};

Pcre2Regex::Pcre2Regex(std::unique_ptr<State> state) : state_(std::move(state)) {}
Pcre2Regex::Pcre2Regex(Pcre2Regex&&) noexcept = default;
Pcre2Regex& Pcre2Regex::operator=(Pcre2Regex&&) noexcept = default;
Pcre2Regex::~Pcre2Regex() = default;

Result<Pcre2Regex> Pcre2Regex::compile(std::string_view pattern, const SyntaxOptions& options,
                                       const Limits& limits) {
  int code = 0;
  std::size_t offset = 0;
  auto state = std::make_unique<State>();
  state->code.reset(
      pcre2_compile(units(pattern), pattern.size(), pcre2_options(options), &code, &offset, nullptr));
  if (state->code == nullptr) {
    std::array<PCRE2_UCHAR, 160> words{};
    pcre2_get_error_message(code, words.data(), words.size());
    return fail(ErrorCode::kInvalid,
                "at byte " + std::to_string(offset) + ": " + reinterpret_cast<const char*>(words.data()));
  }
  state->is_just_in_time = pcre2_jit_compile(state->code.get(), PCRE2_JIT_COMPLETE) == 0;
  state->data.reset(pcre2_match_data_create_from_pattern(state->code.get(), nullptr));
  state->context.reset(pcre2_match_context_create(nullptr));
  if (state->data == nullptr || state->context == nullptr)
    return fail(ErrorCode::kLimit, "no memory for matching");
  pcre2_set_match_limit(state->context.get(), limits.match_limit);
  pcre2_set_depth_limit(state->context.get(), limits.depth_limit);
  pcre2_set_heap_limit(state->context.get(), limits.heap_limit_kib);
  return Pcre2Regex(std::move(state));
}

bool Pcre2Regex::is_just_in_time() const { return state_->is_just_in_time; }

Pcre2Regex::Outcome Pcre2Regex::match(std::string_view text, std::size_t from, Groups* groups) {
  const auto run = [&](std::uint32_t how) {
    return pcre2_match(state_->code.get(), units(text), text.size(), from, how, state_->data.get(),
                       state_->context.get());
  };
  int found = run(0);
  // The stack of compiled code is small; the slow way has the heap, up to its limit.
  if (found == PCRE2_ERROR_JIT_STACKLIMIT) found = run(PCRE2_NO_JIT);
  if (found == PCRE2_ERROR_NOMATCH || found == PCRE2_ERROR_BADOFFSET) return Outcome::kNoMatch;
  if (found < 0) return Outcome::kLimit;
  if (groups == nullptr) return Outcome::kMatch;
  const std::size_t* offsets = pcre2_get_ovector_pointer(state_->data.get());
  const std::size_t count =
      found == 0 ? pcre2_get_ovector_count(state_->data.get()) : static_cast<std::size_t>(found);
  groups->fill({});
  for (std::size_t group = 0; group < std::min(count, groups->size()); ++group) {
    const std::size_t begin = offsets[2 * group];
    // `\K` inside a look-ahead can put the beginning behind the end.
    if (begin != PCRE2_UNSET) (*groups)[group] = {begin, std::max(begin, offsets[2 * group + 1])};
  }
  return Outcome::kMatch;
}

}  // namespace bulkhead::match::regex

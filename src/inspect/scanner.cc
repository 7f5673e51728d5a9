#include "inspect/scanner.h"

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "lexicon/spelling.h"
#include "text/transform.h"

namespace bulkhead::inspect {

namespace {

using lexicon::Transformation;
using program::rules::GroupRecord;
using program::rules::kNone;
using program::rules::SideRecord;
using program::rules::SourceRecord;

// What one text may match. Forms of a value that are the same text share it.
struct TextScan {
  std::string_view text;
  std::uint64_t classes = 0;
  // Transformations that may change the text, one bit each.
  std::uint64_t triggers = 0;
  // Set of links whose needs the text meets; nullptr: none.
  const std::uint64_t* links = nullptr;
};

// Which transformations a byte may be changed by, one bit each.
using TriggerTable = std::array<std::uint64_t, 256>;

TriggerTable trigger_table() {
  static_assert(lexicon::kTransformations <= 64);
  TriggerTable table{};
  for (std::size_t t = 0; t < lexicon::kTransformations; ++t) {
    const ByteSet& triggers = text::triggers(static_cast<Transformation>(t));
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (triggers.contains(static_cast<std::uint8_t>(byte))) table[byte] |= std::uint64_t{1} << t;
    }
  }
  return table;
}

// Transformations that change also what has none of their bytes, the empty text too.
std::uint64_t always_triggered() {
  std::uint64_t bits = 0;
  for (std::size_t t = 0; t < lexicon::kTransformations; ++t) {
    if (text::triggers(static_cast<Transformation>(t)) == ByteSet::all()) bits |= std::uint64_t{1} << t;
  }
  return bits;
}

const TriggerTable kTriggers = trigger_table();
const std::uint64_t kAlwaysTriggered = always_triggered();

// Every link: for a value for whose own set there was no memory.
constexpr std::array<std::uint64_t, program::rules::kLinksMax / 64> all_links() {
  std::array<std::uint64_t, program::rules::kLinksMax / 64> links{};
  links.fill(~std::uint64_t{0});
  return links;
}
constexpr auto kAllLinks = all_links();

// Copies `text` to `out` with its ASCII letters in lower case, sixteen bytes at a time.
void fold(std::string_view text, char* out) {
  std::size_t i = 0;
  const __m128i before_a = _mm_set1_epi8('A' - 1);
  const __m128i after_z = _mm_set1_epi8('Z' + 1);
  const __m128i bit = _mm_set1_epi8(0x20);
  for (; i + 16 <= text.size(); i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i));
    const __m128i upper = _mm_and_si128(_mm_cmpgt_epi8(bytes, before_a), _mm_cmplt_epi8(bytes, after_z));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), _mm_or_si128(bytes, _mm_and_si128(upper, bit)));
  }
  for (; i < text.size(); ++i) out[i] = lexicon::lower(text[i]);
}

class Scan {
 public:
  Scan(State& state, const SourceRecord& source)
      : state_(state),
        program_(state.program),
        source_(source),
        side_(program_.side(source.side)),
        filter_(program_.filter(source.side)),
        words_(program_.words()) {}

  void run(Value& value) {
    Arena& scratch = state_.workspace.scratch();
    scratch.reset();
    const auto groups = program_.groups(source_);
    const TextScan* forms[program::rules::kGroupsPerSourceMax];
    const std::span<TextScan> texts = scratch.take_array<TextScan>(groups.size());
    if (texts.size() != groups.size()) return cannot(value);
    texts_ = texts.data();
    for (std::size_t g = 0; g < groups.size(); ++g) {
      forms[g] = g == 0 ? scan_text(value.text) : transform(groups[g], *forms[groups[g].parent]);
      if (forms[g] == nullptr) return cannot(value);
      note(groups[g], *forms[g], value);
    }
  }

 private:
  // The form that the group's transformation makes of `from`; nullptr without memory.
  const TextScan* transform(const GroupRecord& group, const TextScan& from) {
    if (((from.triggers >> group.transformation) & 1) == 0) return &from;
    const auto transformation = static_cast<Transformation>(group.transformation);
    Arena& scratch = state_.workspace.scratch();
    const std::size_t room = text::output_bytes_max(transformation, from.text.size());
    char* out = static_cast<char*>(scratch.take(room, 1));
    if (out == nullptr) return nullptr;
    const std::size_t size = text::transform(transformation, from.text, out, &state_.unicode_map);
    scratch.shrink_last(room, size);
    const std::string_view text(out, size);
    for (std::size_t i = 0; i < texts_count_; ++i) {
      if (texts_[i].text == text) return &texts_[i];
    }
    if (transformation != Transformation::kLowercase) return scan_text(text);
    // Literals were compared in lower case before; classes that hold lower-case letters may come in.
    TextScan& form = texts_[texts_count_++];
    form = {text, from.classes | lower_classes(), from.triggers, nullptr};
    return find_links(form, from.links == nullptr ? nullptr : from.links + words_) ? &form : nullptr;
  }

  std::uint64_t lower_classes() const {
    std::uint64_t classes = 0;
    for (unsigned c = 'a'; c <= 'z'; ++c) classes |= side_.classes[c];
    return classes;
  }

  const TextScan* scan_text(std::string_view text) {
    if (!state_.budget.spend(text.size() + 1)) {
      state_.overran(Overrun::kBudget);
      return nullptr;
    }
    TextScan& form = texts_[texts_count_++];
    form = {text, 0, kAlwaysTriggered, nullptr};
    for (const char c : text) {
      form.classes |= side_.classes[static_cast<std::uint8_t>(c)];
      form.triggers |= kTriggers[static_cast<std::uint8_t>(c)];
    }
    Arena& scratch = state_.workspace.scratch();
    const std::size_t room = text.size() + match::LiteralFilter::kPadding;
    char* folded = static_cast<char*>(scratch.take(room, 1));
    if (folded == nullptr) return nullptr;
    fold(text, folded);
    std::memset(folded + text.size(), 0, match::LiteralFilter::kPadding);
    bool any = false;
    std::uint64_t* hits = nullptr;
    const std::size_t words = words_;
    bool failed = false;
    filter_.scan(folded, text.size(), [&](std::uint16_t payload) {
      if (!any) {
        any = true;
        hits = scratch.take_array<std::uint64_t>(2 * words).data();
        failed = hits == nullptr;
      }
      if (failed) return;
      const std::size_t link = payload & 0x7fff;
      const std::size_t clause = payload >> 15;
      hits[clause * words + link / 64] |= std::uint64_t{1} << (link % 64);
    });
    if (failed) return nullptr;
    if (any) join_clauses(hits);
    return find_links(form, hits) ? &form : nullptr;
  }

  // Leaves in the first set the links of which both clauses were found, or the only one.
  void join_clauses(std::uint64_t* hits) const {
    const auto no_second = program_.bits(side_.no_second_clause);
    for (std::size_t w = 0; w < words_; ++w) hits[w] &= hits[words_ + w] | no_second[w];
  }

  // Sets form.links from the literals found and the classes present. The literals alone are kept behind, for forms that share them.
  bool find_links(TextScan& form, const std::uint64_t* literals) {
    std::uint64_t* links = nullptr;
    const auto room = [&] {
      if (links == nullptr) links = state_.workspace.scratch().take_array<std::uint64_t>(2 * words_).data();
      return links != nullptr;
    };
    const auto keep = [&](std::uint32_t link) {
      const auto& need = program_.need(link);
      if ((form.classes & need.classes) != need.classes || form.text.size() < need.bytes_min) return true;
      if (!room()) return false;
      links[link / 64] |= std::uint64_t{1} << (link % 64);
      return true;
    };
    if (literals != nullptr) {
      if (!room()) return false;
      std::copy_n(literals, words_, links + words_);
      if (!keep_all(literals, keep)) return false;
    }
    if (!keep_all(program_.bits(side_.no_class).data(), keep)) return false;
    for (std::uint64_t left = form.classes; left != 0; left &= left - 1) {
      for (const std::uint16_t link :
           program_.class_links(side_.by_class[static_cast<std::size_t>(std::countr_zero(left))])) {
        if (!keep(link)) return false;
      }
    }
    form.links = links;
    return true;
  }

  template <typename Keep>
  bool keep_all(const std::uint64_t* set, Keep& keep) const {
    for (std::size_t w = 0; w < words_; ++w) {
      for (std::uint64_t left = set[w]; left != 0; left &= left - 1) {
        if (!keep(static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(left)))))
          return false;
      }
    }
    return true;
  }

  // Notes the links of the group that the form may match.
  void note(const GroupRecord& group, const TextScan& form, Value& value) {
    if (group.filtered != kNone && form.links != nullptr) {
      const auto wanted = program_.bits(group.filtered);
      std::uint64_t any = 0;
      for (std::size_t w = 0; w < words_; ++w) any |= form.links[w] & wanted[w];
      if (any != 0) {
        std::uint64_t* survivors = survivors_of(value);
        for (std::size_t w = 0; w < words_; ++w) {
          const std::uint64_t found = form.links[w] & wanted[w];
          if (survivors != nullptr) survivors[w] |= found;
          state_.candidates[w] |= found;
        }
      }
    }
    if (group.present != kNone) {
      const auto present = program_.bits(group.present);
      for (std::size_t w = 0; w < words_; ++w) state_.candidates[w] |= present[w];
    }
  }

  std::uint64_t* survivors_of(Value& value) {
    if (value.survivors == nullptr) {
      const std::span<std::uint64_t> bits = state_.arena.take_array<std::uint64_t>(words_);
      if (bits.empty()) {
        state_.overran(Overrun::kMemory);
        value.survivors = kAllLinks.data();
        return nullptr;
      }
      value.survivors = bits.data();
    }
    return value.survivors == kAllLinks.data() ? nullptr : const_cast<std::uint64_t*>(value.survivors);
  }

  // Without a scan every link of the source may match.
  void cannot(Value& value) {
    state_.overran(Overrun::kMemory);
    value.survivors = kAllLinks.data();
    for (const GroupRecord& group : program_.groups(source_)) {
      for (std::size_t w = 0; w < words_; ++w) {
        const std::uint64_t filtered = group.filtered == kNone ? 0 : program_.bits(group.filtered)[w];
        const std::uint64_t present = group.present == kNone ? 0 : program_.bits(group.present)[w];
        state_.candidates[w] |= filtered | present;
      }
    }
  }

  State& state_;
  const RuleProgram& program_;
  const SourceRecord& source_;
  const SideRecord& side_;
  const match::LiteralFilter& filter_;
  const std::size_t words_;
  TextScan* texts_ = nullptr;
  std::size_t texts_count_ = 0;
};

}  // namespace

void scan(State& state, Variable variable, std::span<Value> values) {
  for (Value& value : values) {
    const SourceRecord* source = state.program.source(variable, value.key);
    if (source == nullptr) continue;
    Scan(state, *source).run(value);
  }
}

}  // namespace bulkhead::inspect

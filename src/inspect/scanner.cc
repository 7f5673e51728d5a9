#include "inspect/scanner.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "inspect/byte_facts.h"
#include "inspect/scan_plan.h"
#include "lexicon/spelling.h"
#include "text/fold.h"
#include "text/transform.h"

namespace bulkhead::inspect {

namespace {

using lexicon::Transformation;
using program::rules::SourceRecord;

// A text that some forms of a value have. Forms that are the same text share it.
struct Text {
  std::string_view bytes;
  std::uint64_t classes = 0;
  // Transformations that may change it, one bit each.
  std::uint64_t triggers = 0;
  // The text that holds the same letters, case apart: literals are looked for there.
  Text* letters = nullptr;
  // A link with literals looks at it.
  bool is_lettered = false;
  // Links of which the first clause was found, then those of the second; nullptr: none.
  std::uint64_t* found = nullptr;
};

// Every link: for a value for whose own set there was no memory.
constexpr std::array<std::uint64_t, program::rules::kLinksMax / 64> all_links() {
  std::array<std::uint64_t, program::rules::kLinksMax / 64> links{};
  links.fill(~std::uint64_t{0});
  return links;
}
constexpr auto kAllLinks = all_links();

class Scan {
 public:
  Scan(State& state, const SourcePlan& plan, std::uint16_t source)
      : state_(state),
        source_(source),
        scratch_(state.workspace.scratch()),
        plan_(plan),
        bytes_(state.prepared->scan_plan().bytes(plan.side)),
        words_(state.program.words()) {}

  // `is_kept`: the text is of a kind that comes again.
  void run(Value& value, bool is_kept) {
    for (const std::uint16_t link : plan_.present) call_for(link);
    if (!plan_.filters()) return;
    if (is_kept && remember(value)) return;
    scratch_.reset();
    texts_ = static_cast<Text*>(scratch_.take(plan_.groups.size() * sizeof(Text), alignof(Text)));
    if (texts_ == nullptr) return cannot(value);
    if (!make_texts(value.text) || !look_for_literals()) return cannot(value);
    value.triggers = texts_[0].triggers;
    test_plain(value);
    for (std::size_t i = 0; i < texts_count_; ++i) {
      if (texts_[i].is_lettered && texts_[i].letters->found != nullptr) keep_lettered(value, texts_[i]);
    }
    if (is_kept) keep_for_next_time(value);
  }

 private:
  bool remember(Value& value) {
    ScanMemo::Entry* entry =
        state_.workspace.scan_memo().find(state_.prepared->number(), source_, value.text);
    if (entry == nullptr) return false;
    for (const std::uint16_t link : entry->found()) keep(value, link);
    value.memo = {entry, entry->stamp};
    return true;
  }

  void keep_for_next_time(Value& value) {
    std::array<std::uint16_t, ScanMemo::kLinksMax> links;
    std::size_t count = 0;
    for (std::size_t w = 0; value.survivors != nullptr && w < words_; ++w) {
      for (std::uint64_t left = value.survivors[w]; left != 0; left &= left - 1) {
        if (count == links.size()) return;
        links[count++] =
            static_cast<std::uint16_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(left)));
      }
    }
    ScanMemo::Entry* entry = state_.workspace.scan_memo().keep(state_.prepared->number(), source_, value.text,
                                                               {links.data(), count});
    if (entry != nullptr) value.memo = {entry, entry->stamp};
  }

  // Only those are tested of which some text has the class that few texts have.
  void test_plain(Value& value) {
    const auto test_run = [&](std::size_t from, std::size_t to) {
      for (const LinkTest& test : std::span(plan_.plain).subspan(from, to - from)) {
        if (meets(test, *form(test.group))) keep(value, test.link);
      }
    };
    test_run(0, plan_.plain_of_no_class);
    std::uint64_t classes = 0;
    for (std::size_t i = 0; i < texts_count_; ++i) classes |= texts_[i].classes;
    for (std::uint64_t left = classes & plan_.plain_classes; left != 0; left &= left - 1) {
      const auto one = static_cast<std::size_t>(std::countr_zero(left));
      test_run(one == 0 ? plan_.plain_of_no_class : plan_.plain_end[one - 1], plan_.plain_end[one]);
    }
  }

  static bool meets(const LinkTest& test, const Text& text) {
    return (text.classes & test.classes) == test.classes && text.bytes.size() >= test.bytes_min;
  }

  const Text* form(std::size_t group) const { return has_one_text_ ? texts_ : texts_ + forms_[group]; }

  // The value after each group's transformations, as far as they differ. False without memory or budget.
  bool make_texts(std::string_view value) {
    if (!add_text(value)) return false;
    texts_[0].is_lettered = !plan_.lettered.empty();
    has_one_text_ = (texts_[0].triggers & plan_.triggers) == 0;
    if (has_one_text_) return true;
    std::fill_n(forms_, plan_.groups.size(), std::uint8_t{0});
    SourcePlan::GroupSet changed{};
    for (std::uint64_t left = texts_[0].triggers & plan_.triggers; left != 0; left &= left - 1) {
      const SourcePlan::GroupSet& more = plan_.groups_of[static_cast<std::size_t>(std::countr_zero(left))];
      for (std::size_t w = 0; w < changed.size(); ++w) changed[w] |= more[w];
    }
    for (std::size_t w = 0; w < changed.size(); ++w) {
      for (std::uint64_t left = changed[w]; left != 0; left &= left - 1) {
        if (!make_form(w * 64 + static_cast<std::size_t>(std::countr_zero(left)))) return false;
      }
    }
    return true;
  }

  // A group stands behind its parent, so the parent's form is there.
  bool make_form(std::size_t group) {
    const std::uint8_t parent = forms_[plan_.groups[group].parent];
    const std::uint8_t transformation = plan_.groups[group].transformation;
    if (((texts_[parent].triggers >> transformation) & 1) == 0) {
      forms_[group] = parent;
    } else if (!transform(transformation, parent, forms_[group])) {
      return false;
    }
    texts_[forms_[group]].is_lettered |= plan_.has_lettered[group];
    return true;
  }

  // Groups of different parents whose texts are the same come to the same text.
  bool transform(std::uint8_t number, std::uint8_t from, std::uint8_t& form) {
    for (std::size_t i = 0; i < steps_count_; ++i) {
      if (steps_[i].transformation != number || steps_[i].from != from) continue;
      form = steps_[i].to;
      return true;
    }
    if (!transform_anew(number, from, form)) return false;
    steps_[steps_count_++] = {number, from, form};
    return true;
  }

  bool transform_anew(std::uint8_t number, std::uint8_t from, std::uint8_t& form) {
    const auto transformation = static_cast<Transformation>(number);
    const std::string_view before = texts_[from].bytes;
    const std::size_t room = text::output_bytes_max(transformation, before.size());
    char* out = static_cast<char*>(scratch_.take(room, 1));
    if (out == nullptr) return false;
    const std::size_t size = text::transform(transformation, before, out, &state_.unicode_map);
    scratch_.shrink_last(room, size);
    const std::string_view bytes(out, size);
    for (std::size_t i = texts_count_; i-- > 0;) {
      if (texts_[i].bytes != bytes) continue;
      form = static_cast<std::uint8_t>(i);
      return true;
    }
    form = static_cast<std::uint8_t>(texts_count_);
    if (!add_text(bytes)) return false;
    if (transformation == Transformation::kLowercase) texts_[form].letters = texts_[from].letters;
    return true;
  }

  bool add_text(std::string_view bytes) {
    if (!state_.budget.spend(bytes.size() + 1)) {
      state_.overran(Overrun::kBudget);
      return false;
    }
    const ByteFacts facts = facts_of(bytes_, bytes);
    Text& text = texts_[texts_count_++];
    text = {bytes, facts.classes, facts.triggers, &text, false, nullptr};
    return true;
  }

  bool look_for_literals() {
    for (std::size_t i = 0; i < texts_count_; ++i) {
      if (texts_[i].is_lettered && texts_[i].letters != &texts_[i]) texts_[i].letters->is_lettered = true;
    }
    for (std::size_t i = 0; i < texts_count_; ++i) {
      Text& text = texts_[i];
      if (text.is_lettered && text.letters == &text && !look_for_literals_in(text)) return false;
    }
    return true;
  }

  bool look_for_literals_in(Text& text) {
    const std::size_t size = text.bytes.size();
    char* folded = static_cast<char*>(scratch_.take(size + match::LiteralFilter::kPadding, 1));
    if (folded == nullptr) return false;
    text::fold(text.bytes, folded);
    std::memset(folded + size, 0, match::LiteralFilter::kPadding);
    bool failed = false;
    const std::uint64_t* wanted = plan_.lettered_links.data();
    state_.program.filter(plan_.side).scan(folded, size, [&](std::uint16_t payload) {
      const std::size_t link = payload & 0x7fff;
      if (((wanted[link / 64] >> (link % 64)) & 1) == 0) return;
      if (text.found == nullptr) text.found = scratch_.take_array<std::uint64_t>(2 * words_).data();
      if (text.found == nullptr) {
        failed = true;
        return;
      }
      text.found[(payload >> 15) * words_ + link / 64] |= std::uint64_t{1} << (link % 64);
    });
    if (failed) return false;
    if (text.found != nullptr) join_clauses(text.found);
    return true;
  }

  // Leaves in the first set the links of which both clauses were found, or the only one.
  void join_clauses(std::uint64_t* found) const {
    const auto no_second = state_.program.bits(state_.program.side(plan_.side).no_second_clause);
    for (std::size_t w = 0; w < words_; ++w) found[w] &= found[words_ + w] | no_second[w];
  }

  void keep_lettered(Value& value, const Text& text) {
    for (std::size_t w = 0; w < words_; ++w) {
      for (std::uint64_t left = text.letters->found[w]; left != 0; left &= left - 1) {
        const std::size_t link = w * 64 + static_cast<std::size_t>(std::countr_zero(left));
        auto test = std::lower_bound(plan_.lettered.begin(), plan_.lettered.end(), link,
                                     [](const LinkTest& a, std::size_t b) { return a.link < b; });
        for (; test != plan_.lettered.end() && test->link == link; ++test) {
          if (form(test->group) == &text && meets(*test, text)) keep(value, test->link);
        }
      }
    }
  }

  void call_for(std::uint16_t link) { state_.candidates[link / 64] |= std::uint64_t{1} << (link % 64); }

  void keep(Value& value, std::uint16_t link) {
    call_for(link);
    if (std::uint64_t* survivors = survivors_of(value))
      survivors[link / 64] |= std::uint64_t{1} << (link % 64);
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
    for (const LinkTest& test : plan_.plain) call_for(test.link);
    for (const LinkTest& test : plan_.lettered) call_for(test.link);
  }

  State& state_;
  const std::uint16_t source_;
  Arena& scratch_;
  const SourcePlan& plan_;
  const ByteTable& bytes_;
  const std::size_t words_;
  Text* texts_ = nullptr;
  std::size_t texts_count_ = 0;
  // Transformations that were made: at most one a group.
  struct Step {
    std::uint8_t transformation;
    std::uint8_t from;
    std::uint8_t to;
  };
  std::size_t steps_count_ = 0;
  // By group the text it makes, unless every group makes the same.
  bool has_one_text_ = false;
  std::uint8_t forms_[program::rules::kGroupsPerSourceMax];
  Step steps_[program::rules::kGroupsPerSourceMax];
};

// Fields of a request that browsers send alike with every request, and that hold no secret.
constexpr std::string_view kSteadyFields[] = {"accept",
                                              "accept-charset",
                                              "accept-encoding",
                                              "accept-language",
                                              "cache-control",
                                              "connection",
                                              "dnt",
                                              "content-type",
                                              "host",
                                              "pragma",
                                              "priority",
                                              "te",
                                              "origin",
                                              "user-agent",
                                              "upgrade",
                                              "upgrade-insecure-requests",
                                              "x-requested-with"};

bool is_steady_field(std::string_view name) {
  if (name.size() > 4 && lexicon::same_word(name.substr(0, 4), "sec-"))
    return !lexicon::same_word(name, "sec-websocket-key") &&
           !lexicon::same_word(name, "sec-websocket-protocol");
  return std::any_of(std::begin(kSteadyFields), std::end(kSteadyFields),
                     [&](std::string_view steady) { return lexicon::same_word(steady, name); });
}

// True for texts that come again and again and are nobody's secret.
bool comes_again(Variable variable, std::string_view key) {
  switch (variable) {
    case Variable::kArgsGetNames:
    case Variable::kArgsPostNames:
    case Variable::kRequestCookiesNames:
    case Variable::kRequestHeadersNames:
    case Variable::kRequestMethod:
    case Variable::kRequestProtocol: return true;
    case Variable::kRequestHeaders: return is_steady_field(key);
    default: return false;
  }
}

}  // namespace

void scan(State& state, Variable variable, std::span<Value> values) {
  const SourceRecord* all = state.program.sources().data();
  for (Value& value : values) {
    const SourceRecord* source = state.program.source(variable, value.key);
    if (source == nullptr) continue;
    const auto index = static_cast<std::uint16_t>(source - all);
    Scan(state, state.prepared->scan_plan().source(index), index)
        .run(value, comes_again(variable, value.key));
  }
}

}  // namespace bulkhead::inspect

#include "match/regex/lazy_dfa.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace bulkhead::match::regex {
namespace {

using Kind = Instruction::Kind;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e37'79b9'7f4a'7c15;
  return hash ^ (hash >> 32);
}

/// One state in this many words of memory, by experience with short lists.
constexpr std::size_t kWordsPerState = 64;

}  // namespace

LazyDfa::LazyDfa(std::size_t bytes_max)
    : words_(std::max(bytes_max, kBytesMin) / sizeof(std::uint32_t)),
      table_(std::bit_ceil(words_.size() / kWordsPerState * 2)),
      known_(2 * kProgramsMax),
      set_(Program::kInstructionsMax),
      decided_(Program::kInstructionsMax),
      begun_(Program::kInstructionsMax),
      waiting_(2 * Program::kInstructionsMax),
      saved_(Program::kInstructionsMax) {
  flush();
}

void LazyDfa::flush() {
  used_ = kSpecialMax + 1;
  state_count_ = 0;
  known_count_ = 0;
  std::memset(table_.data(), 0, table_.size() * sizeof(std::uint32_t));
  std::memset(static_cast<void*>(known_.data()), 0, known_.size() * sizeof(Known));
}

std::uint32_t LazyDfa::know(const Program& program) {
  if (known_count_ == kProgramsMax) flush();
  const std::size_t mask = known_.size() - 1;
  for (std::size_t at = program.fingerprint() & mask;; at = (at + 1) & mask) {
    Known& known = known_[at];
    if (known.header == &program.header() && known.fingerprint == program.fingerprint())
      return static_cast<std::uint32_t>(at);
    if (known.header != nullptr) continue;
    known = {&program.header(), program.fingerprint(), {}};
    ++known_count_;
    return static_cast<std::uint32_t>(at);
  }
}

std::uint32_t LazyDfa::context_at(const Program& program, std::string_view text, std::size_t at) {
  if (at == 0) return kAtTextStart;
  const char before = text[at - 1];
  if (before == '\n' && program.has(ProgramHeader::kLineStart)) return kAfterNewline;
  if (program.has(ProgramHeader::kWordBoundary) && kWordBytes.contains(static_cast<std::uint8_t>(before)))
    return kAfterWord;
  return 0;
}

std::uint32_t LazyDfa::context_behind(const Program& program, const Place& place) {
  if (place.before_newline && program.has(ProgramHeader::kLineStart)) return kAfterNewline;
  if (place.before_word && program.has(ProgramHeader::kWordBoundary)) return kAfterWord;
  return 0;
}

Place LazyDfa::place_behind(std::uint32_t context) {
  Place place;
  place.at_text_start = context == kAtTextStart;
  place.after_newline = context == kAfterNewline;
  place.after_word = context == kAfterWord;
  return place;
}

Place LazyDfa::place_between(const Program& program, std::uint32_t context, std::uint32_t symbol) {
  const ProgramHeader& header = program.header();
  const std::uint32_t newline = program.class_of('\n');
  const bool is_final_newline = symbol == header.classes;
  Place place = place_behind(context);
  place.at_text_end = symbol > header.classes;
  place.before_newline = is_final_newline || symbol == newline;
  place.before_final_newline = is_final_newline;
  place.before_word = symbol < header.classes && header.word_classes.contains(symbol);
  return place;
}

bool LazyDfa::must_wait(Assertion assertion, const Place& place) const {
  switch (assertion) {
    case Assertion::kTextStart: return false;
    case Assertion::kLineStart: return !place.at_text_start && place.after_newline;
    default: return true;
  }
}

bool LazyDfa::reach(const Program& program, OrderedSet& set, std::uint32_t instruction, const Place& place,
                    bool is_decided) {
  std::size_t count = 0;
  waiting_[count++] = instruction;
  bool is_match = false;
  while (count > 0) {
    const std::uint32_t at = waiting_[--count];
    if (!set.insert(at)) continue;
    const Instruction& step = program.instruction(at);
    switch (step.kind()) {
      case Kind::kBytes: break;
      case Kind::kMatch: is_match = true; break;
      case Kind::kSave: waiting_[count++] = step.next; break;
      case Kind::kEither:
        waiting_[count++] = step.argument();
        waiting_[count++] = step.next;
        break;
      case Kind::kAssertion: {
        const auto assertion = static_cast<Assertion>(step.argument());
        const bool waits = !is_decided && must_wait(assertion, place);
        if (!waits && holds(assertion, place)) waiting_[count++] = step.next;
        break;
      }
    }
  }
  return is_match;
}

std::uint32_t LazyDfa::state_of_set(const Search& search, std::uint32_t context) {
  // Kept are the instructions that take a byte and the assertions that wait; all others did their work.
  decided_.clear();
  const Place place = place_behind(context);
  for (const std::uint32_t at : set_) {
    const Instruction& step = search.program.instruction(at);
    const bool waits =
        step.kind() == Kind::kAssertion && must_wait(static_cast<Assertion>(step.argument()), place);
    if (waits || step.kind() == Kind::kBytes) decided_.insert(at);
  }
  decided_.sort();
  std::uint64_t hash = mixed(search.known, context);
  for (const std::uint32_t at : decided_) hash = mixed(hash, at);
  return find_state(hash, search, context);
}

std::uint32_t LazyDfa::find_state(std::uint64_t hash, const Search& search, std::uint32_t context) {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    if (table_[at] == 0) {
      const std::uint32_t state = make_state(search, context);
      if (state != kNoState) table_[at] = state;
      return state;
    }
    if (is_same_state(table_[at], search, context)) return table_[at];
  }
}

bool LazyDfa::is_same_state(std::uint32_t state, const Search& search, std::uint32_t context) const {
  const std::uint32_t* head = &words_[state - kHeadWords];
  if (head[kProgram] != search.known || head[kContext] != context || head[kCount] != decided_.size())
    return false;
  return std::equal(decided_.begin(), decided_.end(), &words_[state + symbols(search)]);
}

std::uint32_t LazyDfa::make_state(const Search& search, std::uint32_t context) {
  const std::size_t bytes_of_row = symbols(search) * sizeof(std::uint32_t);
  const std::size_t needed = kHeadWords + symbols(search) + decided_.size();
  if (used_ + needed > words_.size() || 2 * (state_count_ + 1) > table_.size()) return kNoState;
  std::uint32_t* head = &words_[used_];
  head[kProgram] = search.known;
  head[kContext] = context;
  head[kCount] = decided_.size();
  const auto state = static_cast<std::uint32_t>(used_ + kHeadWords);
  std::memset(&words_[state], 0, bytes_of_row);
  std::copy(decided_.begin(), decided_.end(), &words_[state + symbols(search)]);
  used_ += needed;
  ++state_count_;
  return state;
}

bool LazyDfa::may_begin(const Program& program, std::uint32_t context) {
  return context == kAtTextStart || !program.has(ProgramHeader::kTextAnchored);
}

std::uint32_t LazyDfa::add_beginnings(Search& search, std::uint32_t context, std::uint32_t symbol,
                                      bool is_alone) {
  if (!may_begin(search.program, context)) return kUnknown;
  if (is_alone) {
    const Place place = place_between(search.program, context, symbol);
    return reach(search.program, decided_, search.program.header().start, place, true) ? kMatchBefore
                                                                                       : kUnknown;
  }
  // What comes of matches that begin here is what comes of a state in which nothing else goes on; that is worked out once.
  const std::uint32_t alone = beginning_state(search, context);
  if (alone <= kSpecialMax) return alone;
  std::uint32_t next = words_[alone + symbol];
  if (next == kUnknown) {
    next = next_state(search, alone, symbol);
    if (next == kNoState) return kNoState;
    words_[alone + symbol] = next;
  }
  if (next == kMatchBefore || next == kMatchBehind) return next;
  if (next == kDead) return kUnknown;
  next &= ~kIdle;
  const std::uint32_t* list = &words_[next + symbols(search)];
  const std::uint32_t count = words_[next - kHeadWords + kCount];
  for (std::uint32_t i = 0; i < count; ++i) begun_.insert(list[i]);
  return kUnknown;
}

std::uint32_t LazyDfa::next_state(Search& search, std::uint32_t state, std::uint32_t symbol) {
  const Program& program = search.program;
  const ProgramHeader& header = program.header();
  const std::uint32_t context = words_[state - kHeadWords + kContext];
  const std::uint32_t count = words_[state - kHeadWords + kCount];
  begun_.clear();
  decided_.clear();
  if (const std::uint32_t begun = add_beginnings(search, context, symbol, count == 0); begun != kUnknown)
    return begun;
  if (count > 0) decided_.clear();
  const Place place = place_between(program, context, symbol);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (reach(program, decided_, words_[state + symbols(search) + i], place, true)) return kMatchBefore;
  }
  if (place.at_text_end) return kDead;

  const std::uint32_t byte_class = symbol == header.classes ? program.class_of('\n') : symbol;
  const std::uint32_t next_context = context_behind(program, place);
  const Place behind = place_behind(next_context);
  set_.clear();
  for (const std::uint32_t at : begun_) set_.insert(at);
  for (const std::uint32_t at : decided_) {
    const Instruction& step = program.instruction(at);
    if (step.kind() != Kind::kBytes || !program.set(step.argument()).contains(byte_class)) continue;
    if (reach(program, set_, step.next, behind, false)) return kMatchBehind;
  }
  const std::uint32_t next = state_of_set(search, next_context);
  const bool is_empty = decided_.size() == 0;
  if (next == kNoState) return kNoState;
  // A match that begins behind the symbol and takes no byte at once would also have begun, and ended, in front of it.
  if (!may_begin(program, next_context)) return is_empty ? kDead : next;
  const bool may_skip = program.has(ProgramHeader::kSkipPays | ProgramHeader::kLineAnchored);
  return is_empty && may_skip ? next | kIdle : next;
}

bool LazyDfa::flush_in(Search& search) {
  flush();
  search.known = know(search.program);
  return ++search.flushes < kFlushesMax;
}

std::uint32_t LazyDfa::follow(Search& search, std::uint32_t state, std::uint32_t symbol) {
  std::uint32_t next = next_state(search, state, symbol);
  if (next != kNoState) {
    words_[state + symbol] = next;
    return next;
  }
  // Only the state that the search stands in outlives the flush.
  const std::uint32_t* head = &words_[state - kHeadWords];
  const std::uint32_t count = head[kCount];
  const std::uint32_t context = head[kContext];
  std::copy_n(&words_[state + symbols(search)], count, saved_.data());
  if (!flush_in(search)) return kNoState;
  decided_.clear();
  for (std::uint32_t i = 0; i < count; ++i) decided_.insert(saved_[i]);
  state = make_state(search, context);
  if (state == kNoState) return kNoState;
  next = next_state(search, state, symbol);
  if (next != kNoState) words_[state + symbol] = next;
  return next;
}

std::uint32_t LazyDfa::beginning_state(Search& search, std::uint32_t context) {
  std::uint32_t& known = known_[search.known].beginnings[context];
  if (known != kUnknown) return known;
  const Program& program = search.program;
  if (!may_begin(program, context)) return known = kDead;
  set_.clear();
  if (reach(program, set_, program.header().start, place_behind(context), false)) return known = kMatchBefore;
  set_.clear();
  const std::uint32_t state = state_of_set(search, context);
  if (state != kNoState) known = state;
  return state;
}

std::uint32_t LazyDfa::start_state(Search& search, std::size_t at) {
  const std::uint32_t context = context_at(search.program, search.text, at);
  std::uint32_t state = beginning_state(search, context);
  if (state == kNoState && flush_in(search)) state = beginning_state(search, context);
  return state;
}

std::uint32_t LazyDfa::skip(Search& search, std::size_t& at, std::size_t end) {
  const Program& program = search.program;
  if (program.has(ProgramHeader::kLineAnchored)) {
    if (at > 0 && search.text[at - 1] != '\n') {
      const void* newline = at < end ? std::memchr(search.text.data() + at, '\n', end - at) : nullptr;
      at = newline == nullptr
               ? end
               : static_cast<std::size_t>(static_cast<const char*>(newline) - search.text.data()) + 1;
    }
  } else if (program.has(ProgramHeader::kSkipPays)) {
    const std::uint8_t* class_of = program.header().class_of.data();
    const std::uint32_t first_classes = program.header().first_classes;
    while (at < end && class_of[static_cast<std::uint8_t>(search.text[at])] >= first_classes) ++at;
  }
  return start_state(search, at);
}

LazyDfa::Outcome LazyDfa::finish(Search& search, std::uint32_t state, std::size_t at) {
  const std::size_t size = search.text.size();
  const std::uint32_t final_newline = search.program.header().classes;
  for (std::uint32_t symbol = at < size ? final_newline : final_newline + 1; symbol <= final_newline + 1;
       ++symbol, ++at) {
    std::uint32_t next = words_[state + symbol];
    if (next == kUnknown) next = follow(search, state, symbol);
    if (next == kNoState) return {.kind = Outcome::Kind::kGaveUp};
    if (next == kMatchBefore) return {.kind = Outcome::Kind::kMatch, .end = at};
    if (next == kMatchBehind) return {.kind = Outcome::Kind::kMatch, .end = at + 1};
    if (next == kDead) break;
    state = next & ~kIdle;
  }
  return {.kind = Outcome::Kind::kNoMatch};
}

LazyDfa::Outcome LazyDfa::search(const Program& program, std::string_view text, std::size_t from) {
  Search search{program, text, know(program)};
  const std::uint8_t* class_of = program.header().class_of.data();
  // The line feed that ends the text is a symbol of its own where `\Z` asks for it.
  const bool ends_apart =
      program.has(ProgramHeader::kFinalLineEnd) && text.size() > from && text.back() == '\n';
  const std::size_t end = ends_apart ? text.size() - 1 : text.size();
  std::size_t at = from;
  std::uint32_t next = skip(search, at, end);
  for (;;) {
    if (next == kDead) return {.kind = Outcome::Kind::kNoMatch};
    if (next == kMatchBefore) return {.kind = Outcome::Kind::kMatch, .end = at};
    if (next == kNoState) return {.kind = Outcome::Kind::kGaveUp};
    std::uint32_t state = next;
    while (at < end) {
      next = words_[state + class_of[static_cast<std::uint8_t>(text[at])]];
      if (is_special(next)) break;
      state = next;
      ++at;
    }
    if (at == end) return finish(search, state, at);
    if (next == kUnknown) next = follow(search, state, class_of[static_cast<std::uint8_t>(text[at])]);
    if (next == kMatchBehind) return {.kind = Outcome::Kind::kMatch, .end = at + 1};
    if (next > kSpecialMax) {
      ++at;
      if ((next & kIdle) != 0) next = skip(search, at, end);
    }
  }
}

std::size_t LazyDfa::first_begin(const Program& program, std::string_view text, std::size_t from,
                                 std::size_t end) {
  Search search{program, text, know(program)};
  std::size_t begin = from;
  std::uint32_t state = start_state(search, from);
  // In a state in which nothing goes on, all that began before has failed.
  for (std::size_t at = from; at < end && at < text.size() && (state & ~kIdle) > kSpecialMax; ++at) {
    state &= ~kIdle;
    if (words_[state - kHeadWords + kCount] == 0) begin = at;
    const std::uint32_t symbol = program.class_of(text[at]);
    const std::uint32_t next = words_[state + symbol];
    state = next == kUnknown ? follow(search, state, symbol) : next;
  }
  return begin;
}

}  // namespace bulkhead::match::regex

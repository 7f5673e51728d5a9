#include "match/regex/backtracker.h"

#include <algorithm>
#include <cstring>

#include "match/regex/place.h"

namespace bulkhead::match::regex {
namespace {

using Kind = Instruction::Kind;

constexpr std::uint32_t kUnset = ~std::uint32_t{0};

}  // namespace

// Each pair leaves at most one job behind, and each beginning one more.
Backtracker::Backtracker() : visited_(kPairsMax / 64 + 1), jobs_(kPairsMax + 1) {}

void Backtracker::open_window(Try& attempt, std::size_t base, std::size_t places) {
  const std::size_t instructions = attempt.program.header().instructions;
  attempt.base = base;
  attempt.places = std::min({places, kPairsMax / instructions, attempt.text.size() - base + 1});
  std::memset(visited_.data(), 0, (attempt.places * instructions / 64 + 1) * sizeof(std::uint64_t));
}

bool Backtracker::visit(Try& attempt, std::uint32_t instruction, std::size_t at) {
  if (at - attempt.base >= attempt.places) {
    attempt.is_too_long = true;
    return false;
  }
  const std::size_t pair = (at - attempt.base) * attempt.program.header().instructions + instruction;
  const std::uint64_t bit = std::uint64_t{1} << (pair & 63);
  if ((visited_[pair >> 6] & bit) != 0) return false;
  visited_[pair >> 6] |= bit;
  return true;
}

/// Follows one way until it ends; leaves what else there was to try in jobs_.
bool Backtracker::run(Try& attempt, std::uint32_t instruction, std::size_t at) {
  const Program& program = attempt.program;
  while (visit(attempt, instruction, at)) {
    const Instruction& step = program.instruction(instruction);
    switch (step.kind()) {
      case Kind::kBytes:
        if (at == attempt.text.size() ||
            !program.set(step.argument()).contains(program.class_of(attempt.text[at])))
          return false;
        ++at;
        break;
      case Kind::kEither: jobs_[job_count_++] = {step.argument(), static_cast<std::uint32_t>(at)}; break;
      case Kind::kSave: {
        std::uint32_t& slot = attempt.slots[step.argument()];
        jobs_[job_count_++] = {step.argument() | kIsSlot, slot};
        slot = static_cast<std::uint32_t>(at);
        break;
      }
      case Kind::kAssertion:
        if (!holds(static_cast<Assertion>(step.argument()), place_in(attempt.text, at))) return false;
        break;
      case Kind::kMatch: attempt.end = at; return true;
    }
    instruction = step.next;
  }
  return false;
}

bool Backtracker::try_at(Try& attempt, std::size_t begin) {
  std::ranges::fill(attempt.slots, kUnset);
  attempt.is_too_long = false;
  job_count_ = 0;
  jobs_[job_count_++] = {attempt.program.header().start, static_cast<std::uint32_t>(begin)};
  // A way that leaves the window is not known to fail: what is worse than it must not be tried.
  while (job_count_ > 0 && !attempt.is_too_long) {
    const Job job = jobs_[--job_count_];
    if ((job.instruction_or_slot & kIsSlot) != 0) {
      attempt.slots[job.instruction_or_slot & ~kIsSlot] = job.place;
    } else if (run(attempt, job.instruction_or_slot, job.place)) {
      return true;
    }
  }
  return false;
}

Backtracker::Outcome Backtracker::search(const Program& program, std::string_view text, std::size_t from,
                                         std::size_t last_begin, Groups& groups) {
  const std::size_t places_max = kPairsMax / program.header().instructions;
  const bool must_take = !program.has(ProgramHeader::kMayBeEmpty);
  if (program.has(ProgramHeader::kTextAnchored)) last_begin = 0;
  Try attempt{.program = program, .text = text};
  for (std::size_t begin = from; begin <= last_begin; ++begin) {
    if (must_take &&
        (begin == text.size() || program.class_of(text[begin]) >= program.header().first_classes))
      continue;
    if (attempt.places == 0) open_window(attempt, begin, last_begin - begin + kPlacesMin);
    if (begin - attempt.base > attempt.places / 2) open_window(attempt, begin, attempt.places);
    bool is_match = try_at(attempt, begin);
    while (!is_match && attempt.is_too_long && (attempt.base < begin || attempt.places < places_max)) {
      open_window(attempt, begin, attempt.places * 4);
      is_match = try_at(attempt, begin);
    }
    if (attempt.is_too_long) return {.kind = Outcome::Kind::kTooLong, .begin = begin};
    if (!is_match) continue;
    groups[0] = {begin, attempt.end};
    for (std::size_t group = 1; group < Program::kGroups; ++group) {
      const std::uint32_t* slots = &attempt.slots[2 * group];
      groups[group] = slots[0] == kUnset || slots[1] == kUnset ? Span{} : Span{slots[0], slots[1]};
    }
    return {.kind = Outcome::Kind::kMatch, .begin = begin};
  }
  return {.kind = Outcome::Kind::kNoMatch};
}

}  // namespace bulkhead::match::regex

#include "match/regex/pike.h"

#include <algorithm>
#include <utility>

namespace bulkhead::match::regex {
namespace {

using Kind = Instruction::Kind;

constexpr std::uint32_t kUnset = ~std::uint32_t{0};

bool may_begin(const Program& program, std::string_view text, std::size_t at) {
  if (at > 0 && program.has(ProgramHeader::kTextAnchored)) return false;
  if (program.has(ProgramHeader::kMayBeEmpty)) return true;
  return at < text.size() && program.class_of(text[at]) < program.header().first_classes;
}

}  // namespace

Pike::Ways::Ways() : instructions(Program::kInstructionsMax), slots(Program::kInstructionsMax) {}

Pike::Pike() : jobs_(2 * Program::kInstructionsMax + 2) {}

void Pike::add(const Run& run, Ways& ways, std::uint32_t instruction, std::size_t at, const Place& place,
               Slots& slots) {
  std::size_t count = 0;
  jobs_[count++] = {instruction, 0};
  while (count > 0) {
    const Job job = jobs_[--count];
    if ((job.instruction_or_slot & kIsSlot) != 0) {
      slots[job.instruction_or_slot & ~kIsSlot] = job.value;
      continue;
    }
    if (!ways.instructions.insert(job.instruction_or_slot)) continue;
    const Instruction& step = run.program.instruction(job.instruction_or_slot);
    switch (step.kind()) {
      case Kind::kBytes:
      case Kind::kMatch:
        if (run.wants_groups) ways.slots[job.instruction_or_slot] = slots;
        break;
      case Kind::kEither:
        jobs_[count++] = {step.argument(), 0};
        jobs_[count++] = {step.next, 0};
        break;
      case Kind::kSave:
        jobs_[count++] = {step.argument() | kIsSlot, slots[step.argument()]};
        slots[step.argument()] = static_cast<std::uint32_t>(at);
        jobs_[count++] = {step.next, 0};
        break;
      case Kind::kAssertion:
        if (holds(static_cast<Assertion>(step.argument()), place)) jobs_[count++] = {step.next, 0};
        break;
    }
  }
}

void Pike::step(Run& run, std::size_t at) {
  next_.instructions.clear();
  const bool has_byte = at < run.text.size();
  const std::uint32_t byte_class = has_byte ? run.program.class_of(run.text[at]) : 0;
  const Place behind = has_byte ? place_in(run.text, at + 1) : Place{};
  Slots none{};
  for (const std::uint32_t instruction : now_.instructions) {
    const Instruction& step = run.program.instruction(instruction);
    if (step.kind() == Kind::kMatch) {
      run.is_match = true;
      run.end = at;
      if (run.wants_groups) run.best = now_.slots[instruction];
      break;
    }
    if (step.kind() != Kind::kBytes || !has_byte || !run.program.set(step.argument()).contains(byte_class))
      continue;
    add(run, next_, step.next, at + 1, behind, run.wants_groups ? now_.slots[instruction] : none);
  }
  std::swap(now_, next_);
}

bool Pike::search(const Program& program, std::string_view text, std::size_t from, Groups* groups) {
  Run run{.program = program, .text = text, .wants_groups = groups != nullptr};
  now_.instructions.clear();
  for (std::size_t at = from; at <= text.size(); ++at) {
    // A way that begins here is worse than all that began before; none begins once a match is found.
    if (!run.is_match && may_begin(program, text, at)) {
      Slots slots;
      slots.fill(kUnset);
      slots[0] = static_cast<std::uint32_t>(at);
      add(run, now_, program.header().start, at, place_in(text, at), slots);
    }
    if (now_.instructions.size() == 0 && (run.is_match || program.has(ProgramHeader::kTextAnchored))) break;
    step(run, at);
    if (run.is_match && groups == nullptr) return true;
  }
  if (!run.is_match) return false;
  for (std::size_t group = 1; groups != nullptr && group < Program::kGroups; ++group) {
    const std::uint32_t begin = run.best[2 * group];
    const std::uint32_t end = run.best[2 * group + 1];
    (*groups)[group] = begin == kUnset || end == kUnset ? Span{} : Span{begin, end};
  }
  if (groups != nullptr) (*groups)[0] = {run.best[0], run.end};
  return true;
}

}  // namespace bulkhead::match::regex

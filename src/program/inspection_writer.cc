#include "program/inspection_writer.h"

#include <algorithm>

namespace bulkhead::program {

using layout::Section;

namespace {

layout::RuleProgramRecord put_bytes(const std::vector<std::byte>& bytes, SectionWriter& sections) {
  if (bytes.empty()) return {};
  while (sections.count(Section::kRuleBytes) % 8 != 0) sections.put(Section::kRuleBytes, std::byte{0});
  const layout::RuleProgramRecord record{sections.count(Section::kRuleBytes),
                                         static_cast<std::uint32_t>(bytes.size())};
  sections.append(Section::kRuleBytes, bytes);
  return record;
}

void put_pins(const std::vector<ImageContents::Pin>& pins, SectionWriter& sections) {
  for (const ImageContents::Pin& pin : pins) {
    sections.put(Section::kRulePins, layout::RulePinRecord{.number = pin.number, .slot = pin.slot});
  }
}

}  // namespace

void put_rule_programs(const std::vector<std::vector<std::byte>>& programs, SectionWriter& sections) {
  for (const auto& program : programs) sections.put(Section::kRulePrograms, put_bytes(program, sections));
}

void put_inspection(const ImageContents::Inspection& inspection, SectionWriter& sections) {
  layout::InspectionRecord record;
  record.request_body_bytes_max = inspection.request_body_bytes_max;
  record.response_body_bytes_max = inspection.response_body_bytes_max;
  if (inspection.program) record.program = static_cast<std::uint32_t>(*inspection.program);
  record.mode = inspection.mode;
  record.request_body_beyond = inspection.request_body_beyond;
  if (inspection.responses) record.flags |= layout::kInspectResponses;
  if (inspection.error_log) record.flags |= layout::kErrorLog;
  if (inspection.deny_overrun) record.flags |= layout::kDenyOverrun;
  record.pins_first = sections.count(Section::kRulePins);
  record.pins = static_cast<std::uint16_t>(inspection.pins.size());
  record.guarded_pins = static_cast<std::uint16_t>(inspection.guarded_pins.size());
  put_pins(inspection.pins, sections);
  put_pins(inspection.guarded_pins, sections);
  record.exclusions_first = sections.count(Section::kRuleExclusions);
  record.exclusions = static_cast<std::uint32_t>(inspection.exclusions.size());
  for (const ImageContents::Exclusion& exclusion : inspection.exclusions) {
    layout::RuleExclusionRecord one;
    one.links = sections.count(Section::kRuleBits);
    for (const std::uint64_t word : exclusion.links) sections.put(Section::kRuleBits, word);
    if (exclusion.variable) one.variable = *exclusion.variable;
    one.name = sections.intern(exclusion.name);
    one.route = sections.intern(exclusion.route);
    one.pattern = put_bytes(exclusion.pattern, sections);
    sections.put(Section::kRuleExclusions, one);
  }
  sections.put(Section::kInspections, record);
}

}  // namespace bulkhead::program

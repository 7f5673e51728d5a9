#include "gate/service_rules.h"

#include <utility>

#include "lexicon/variable.h"

namespace bulkhead::gate {

using program::layout::InspectionMode;
using program::rules::EngineMode;
using program::rules::Exclusion;
using program::rules::PinnedTx;
using program::rules::RuleProgram;

namespace {

EngineMode engine_mode(InspectionMode mode) {
  switch (mode) {
    case InspectionMode::kOff: return EngineMode::kOff;
    case InspectionMode::kDetect: return EngineMode::kDetectionOnly;
    case InspectionMode::kBlock: return EngineMode::kOn;
  }
  return EngineMode::kOn;
}

std::unexpected<Error> corrupt(const char* what) {
  return fail(ErrorCode::kCorrupt, std::string("image refused: ") + what);
}

}  // namespace

Result<ServiceRules> ServiceRules::open(const program::Image& image) {
  ServiceRules rules;
  for (std::size_t i = 0; i < image.rule_programs(); ++i) {
    auto program = RuleProgram::open(image.rule_program(i));
    if (!program) return fail_as(program);
    rules.programs_.push_back(std::make_unique<RuleProgram>(std::move(*program)));
  }
  rules.services_.resize(image.services());
  for (std::size_t i = 0; i < image.services(); ++i) {
    if (Status ok = rules.add(image, static_cast<program::ServiceIndex>(i)); !ok) return fail_as(ok);
  }
  return rules;
}

Status ServiceRules::add(const program::Image& image, program::ServiceIndex index) {
  const program::layout::InspectionRecord record = image.inspection(index);
  Service& service = services_[index];
  service.request_body_beyond = record.request_body_beyond;
  service.request_body_bytes_max = record.request_body_bytes_max;
  service.response_body_bytes_max = record.response_body_bytes_max;
  service.responses = (record.flags & program::layout::kInspectResponses) != 0;
  service.error_log = (record.flags & program::layout::kErrorLog) != 0;
  service.deny_overrun = (record.flags & program::layout::kDenyOverrun) != 0;
  if (record.program == program::layout::kNoRules || record.mode == InspectionMode::kOff) return {};
  service.program = programs_[record.program].get();
  const auto pins = [&](std::size_t first, std::size_t count) -> const std::vector<PinnedTx>* {
    auto& list = *pins_.emplace_back(std::make_unique<std::vector<PinnedTx>>());
    for (std::size_t i = 0; i < count; ++i) {
      const auto pin = image.rule_pin(first + i);
      if (pin.slot >= service.program->tx_names()) return nullptr;
      list.push_back({static_cast<std::uint16_t>(pin.slot), pin.number});
    }
    return &list;
  };
  const auto* usual = pins(record.pins_first, record.pins);
  const auto* guarded = pins(record.pins_first + record.pins, record.guarded_pins);
  if (usual == nullptr || guarded == nullptr)
    return corrupt("a service sets a variable that its rules do not have");
  auto& exclusions = *exclusions_.emplace_back(std::make_unique<std::vector<Exclusion>>());
  for (std::size_t i = 0; i < record.exclusions; ++i) {
    auto one = exclusion(image, image.rule_exclusion(record.exclusions_first + i), *service.program);
    if (!one) return fail_as(one);
    exclusions.push_back(*one);
  }
  service.usual = {engine_mode(record.mode), true, *usual, exclusions};
  service.guarded = {engine_mode(record.mode), true, *guarded, exclusions};
  return {};
}

Result<Exclusion> ServiceRules::exclusion(const program::Image& image,
                                          const program::layout::RuleExclusionRecord& record,
                                          const RuleProgram& program) {
  Exclusion exclusion;
  auto& links = *bits_.emplace_back(
      std::make_unique<std::vector<std::uint64_t>>(image.rule_bits(record.links, program.words())));
  if (links.size() != program.words()) return corrupt("links of an exclusion are not there");
  exclusion.links = links;
  if (record.variable != program::layout::RuleExclusionRecord::kNoVariable) {
    if (record.variable >= lexicon::kVariables) return corrupt("an exclusion names no variable");
    exclusion.variable = static_cast<std::uint8_t>(record.variable);
  }
  exclusion.name = image.rule_text(record.name);
  exclusion.route = image.rule_text(record.route);
  if (record.pattern.bytes != 0) {
    auto pattern = match::regex::Program::verify(image.rule_bytes(record.pattern));
    if (!pattern) return fail_as(pattern);
    exclusion.pattern = patterns_.emplace_back(std::make_unique<match::regex::Program>(*pattern)).get();
  }
  return exclusion;
}

}  // namespace bulkhead::gate

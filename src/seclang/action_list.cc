#include "seclang/action_list.h"

#include <limits>
#include <string>
#include <utility>

#include "lexicon/spelling.h"
#include "seclang/known_words.h"
#include "seclang/raw_action.h"
#include "seclang/step_reader.h"
#include "seclang/text_reader.h"

namespace bulkhead::seclang {

namespace {

using lexicon::Action;

class ListReader {
 public:
  explicit ListReader(Context& context) : context_(context) {}

  ActionList read(Part list);

 private:
  void take(const RawAction& action);
  void take_id(const RawAction& action);
  void take_phase(const RawAction& action);
  void take_disruptive(const RawAction& action);
  void take_allow(const RawAction& action, Disruptive& disruptive);
  void take_metadata(const RawAction& action);
  void take_flow(const RawAction& action);
  void take_data(const RawAction& action);
  void take_transformation(const RawAction& action);
  template <typename Number>
  void take_number(const RawAction& action, std::uint64_t first, std::uint64_t last,
                   std::optional<Number>& into);
  void wrong(const RawAction& action, const std::string& expected) {
    context_.findings.error(action.value.at(), std::string(lexicon::name(action.action)) + " is " + expected +
                                                   ", not " + quoted(action.value.text()));
  }

  Context& context_;
  ActionList list_;
};

ActionList ListReader::read(Part list) {
  for (const RawAction& action : split_actions(list, context_)) {
    list_.mentions.push_back({action.action, action.name.at()});
    take(action);
  }
  return std::move(list_);
}

void ListReader::take(const RawAction& action) {
  if (is_step(action.action)) {
    if (auto step = read_step(action, context_)) list_.steps.push_back(std::move(*step));
    return;
  }
  switch (lexicon::group(action.action)) {
    case lexicon::ActionGroup::kDisruptive: return take_disruptive(action);
    case lexicon::ActionGroup::kFlow: return take_flow(action);
    case lexicon::ActionGroup::kMetadata: return take_metadata(action);
    case lexicon::ActionGroup::kLogging:
      if (action.action == Action::kLogData) {
        list_.log_data = read_text(action.value, context_);
      } else {
        list_.logging.push_back(action.action);
      }
      return;
    case lexicon::ActionGroup::kData:
    case lexicon::ActionGroup::kVariable: return take_data(action);
  }
}

void ListReader::take_id(const RawAction& action) {
  const auto id = read_number(action.value.text(), kRuleIdMax);
  if (!id || *id == 0) return wrong(action, "a whole number from 1");
  if (list_.id) {
    context_.findings.error(action.name.at(), "a rule has one id only");
    return;
  }
  list_.id = *id;
  list_.id_at = action.name.at();
}

void ListReader::take_phase(const RawAction& action) {
  const auto phase = lexicon::find_phase(action.value.text());
  if (!phase) return wrong(action, "1 to 5, request, response or logging");
  list_.phase = *phase;
  list_.phase_at = action.name.at();
}

template <typename Number>
void ListReader::take_number(const RawAction& action, std::uint64_t first, std::uint64_t last,
                             std::optional<Number>& into) {
  const auto number = read_number(action.value.text(), last);
  if (!number || *number < first) {
    return wrong(action, "a number from " + std::to_string(first) + " to " + std::to_string(last));
  }
  into = static_cast<Number>(*number);
}

void ListReader::take_disruptive(const RawAction& action) {
  Disruptive disruptive;
  disruptive.position = action.name.at();
  switch (action.action) {
    case Action::kAllow: take_allow(action, disruptive); break;
    case Action::kBlock: disruptive.block = true; break;
    case Action::kDeny: disruptive.disruption = Disruption::kDeny; break;
    case Action::kDrop: disruptive.disruption = Disruption::kDrop; break;
    case Action::kRedirect:
      disruptive.disruption = Disruption::kRedirect;
      disruptive.redirect = read_text(action.value, context_);
      break;
    default: break;
  }
  if (list_.disruptive) {
    context_.findings.warning(action.name.at(), "a second disruptive action: the last one counts");
  }
  list_.disruptive = std::move(disruptive);
}

void ListReader::take_allow(const RawAction& action, Disruptive& disruptive) {
  disruptive.disruption = Disruption::kAllow;
  if (!action.has_value) return;
  if (lexicon::same_word(action.value.text(), "phase")) {
    disruptive.disruption = Disruption::kAllowPhase;
  } else if (lexicon::same_word(action.value.text(), "request")) {
    disruptive.disruption = Disruption::kAllowRequest;
  } else {
    wrong(action, "phase, request or without a value");
  }
}

void ListReader::take_flow(const RawAction& action) {
  if (action.action == Action::kChain) {
    list_.chain = true;
    list_.chain_at = action.name.at();
    return;
  }
  list_.skip_at = action.name.at();
  if (action.action == Action::kSkipAfter) {
    list_.skip_after = unescaped(action.value.text());
  } else {
    take_number(action, 0, std::numeric_limits<std::uint32_t>::max(), list_.skip);
  }
}

void ListReader::take_metadata(const RawAction& action) {
  switch (action.action) {
    case Action::kId: return take_id(action);
    case Action::kPhase: return take_phase(action);
    case Action::kAccuracy: return take_number(action, 0, 9, list_.accuracy);
    case Action::kMaturity: return take_number(action, 0, 9, list_.maturity);
    case Action::kMsg: list_.message = read_text(action.value, context_); return;
    case Action::kRev: list_.revision = unescaped(action.value.text()); return;
    case Action::kVer: list_.version = unescaped(action.value.text()); return;
    case Action::kTag: list_.tags.push_back(read_text(action.value, context_)); return;
    case Action::kSeverity:
      list_.severity = lexicon::find_severity(action.value.text());
      if (!list_.severity) wrong(action, "EMERGENCY to DEBUG or 0 to 7");
      return;
    default: return;
  }
}

void ListReader::take_data(const RawAction& action) {
  switch (action.action) {
    case Action::kCapture: list_.capture = true; return;
    case Action::kMultiMatch: list_.multi_match = true; return;
    case Action::kStatus: return take_number(action, 100, 599, list_.status);
    case Action::kTransformation: return take_transformation(action);
    default: return;
  }
}

void ListReader::take_transformation(const RawAction& action) {
  const std::string_view name = action.value.text();
  if (lexicon::same_word(name, "none")) {
    list_.transformations.emplace_back(std::nullopt);
    return;
  }
  if (const auto found = lexicon::find_transformation(name)) {
    list_.transformations.emplace_back(*found);
    return;
  }
  const auto& known = all_names<lexicon::Transformation, lexicon::kTransformations>();
  context_.unknown(action.value.at(), "transformation", name, known);
}

}  // namespace

ActionList read_actions(Part list, Context& context) { return ListReader(context).read(list); }

}  // namespace bulkhead::seclang

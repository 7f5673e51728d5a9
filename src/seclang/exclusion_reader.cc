#include "seclang/exclusion_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "seclang/step_reader.h"
#include "seclang/target_reader.h"

namespace bulkhead::seclang {

void ExclusionReader::add(Exclusion exclusion) {
  if (exclusions_.size() >= context_.limits.exclusions_max) {
    context_.over_limit(exclusion.position, "too many exclusions", "exclusions_max",
                        context_.limits.exclusions_max, exclusions_.size() + 1);
    return;
  }
  exclusions_.push_back(std::move(exclusion));
}

/// Ids and ranges of them, with blanks or commas between.
void ExclusionReader::read_ids(Exclusion& exclusion, Part part) {
  const std::string_view text = part.text();
  std::size_t from = 0;
  while ((from = text.find_first_not_of(" \t,", from)) != std::string_view::npos) {
    const std::size_t to = std::min(text.find_first_of(" \t,", from), text.size());
    if (const auto ids = read_id_range(part.sub(from, to - from), context_)) exclusion.ids.push_back(*ids);
    from = to;
  }
}

bool ExclusionReader::read_which(Exclusion& exclusion, Part part) {
  exclusion.position = part.at();
  if (exclusion.by == Exclusion::By::kId) {
    read_ids(exclusion, part);
    return !exclusion.ids.empty();
  }
  exclusion.match = unescaped(part.text());
  return true;
}

void ExclusionReader::removal(const Order& order, Exclusion::By by) {
  const bool by_id = by == Exclusion::By::kId;
  if (!has_words(order, 1, by_id ? order.words.size() : 1,
                 by_id ? "SecRuleRemoveById id first-last …" : "… \"text\"", context_)) {
    return;
  }
  for (const Word& word : order.words) {
    Exclusion exclusion;
    exclusion.what = Exclusion::What::kRemove;
    exclusion.by = by;
    if (read_which(exclusion, word.part)) add(std::move(exclusion));
  }
}

void ExclusionReader::update_targets(const Order& order, Exclusion::By by) {
  if (order.words.size() == 3) {
    context_.findings.error(order.words[2].part.at(), "variables cannot be replaced in one step",
                            "take one away and add the other: \"!ARGS|ARGS_GET\"");
    return;
  }
  if (!has_words(order, 2, 2, R"(… which "VARIABLES")", context_)) return;
  Exclusion exclusion;
  exclusion.what = Exclusion::What::kTargets;
  exclusion.by = by;
  const bool named = read_which(exclusion, order.words[0].part);
  exclusion.bytes = order.words[1].part.size();
  exclusion.targets = read_targets(order.words[1].part, context_);
  if (named) add(std::move(exclusion));
}

void ExclusionReader::update_actions(const Order& order) {
  if (!has_words(order, 2, 2, R"(SecRuleUpdateActionById id "ACTIONS")", context_)) return;
  Exclusion exclusion;
  exclusion.what = Exclusion::What::kActions;
  const bool named = read_which(exclusion, order.words[0].part);
  exclusion.bytes = order.words[1].part.size();
  exclusion.actions = read_actions(order.words[1].part, context_);
  for (const ActionList::Mention& mention : exclusion.actions.mentions) {
    if (mention.action == lexicon::Action::kId || mention.action == lexicon::Action::kPhase ||
        mention.action == lexicon::Action::kChain) {
      context_.findings.error(mention.position, std::string(lexicon::name(mention.action)) +
                                                    " of a rule cannot be changed afterwards");
    }
  }
  if (named) add(std::move(exclusion));
}

}  // namespace bulkhead::seclang

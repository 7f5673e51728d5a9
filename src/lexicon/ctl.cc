#include "lexicon/ctl.h"

#include <array>

#include "lexicon/spelling.h"

namespace bulkhead::lexicon {

namespace {

struct Row {
  std::string_view name;
  Standing standing;
};

constexpr Standing kYes{};
constexpr Standing kNoHash{Support::kRefused, "links are not signed here"};
constexpr Standing kSetByPolicy{Support::kRefused, "how much of a body is read is set once, by the policy"};

constexpr std::array<Row, kCtls> kRows = {{
    {"auditEngine", kYes},
    {"auditLogParts", kYes},
    {"debugLogLevel", {Support::kNoEffect, "there is no debug log"}},
    {"forceRequestBodyVariable", kYes},
    {"hashEnforcement", kNoHash},
    {"hashEngine", kNoHash},
    {"parseXmlIntoArgs", {Support::kRefused, "XML is reached as XML:/*, not as arguments"}},
    {"requestBodyAccess", kYes},
    {"requestBodyLimit", kSetByPolicy},
    {"requestBodyProcessor", kYes},
    {"responseBodyAccess", kYes},
    {"responseBodyLimit", kSetByPolicy},
    {"ruleEngine", kYes},
    {"ruleRemoveById", kYes},
    {"ruleRemoveByMsg", kYes},
    {"ruleRemoveByTag", kYes},
    {"ruleRemoveTargetById", kYes},
    {"ruleRemoveTargetByMsg", kYes},
    {"ruleRemoveTargetByTag", kYes},
}};

}  // namespace

std::string_view name(Ctl ctl) { return kRows.at(static_cast<std::size_t>(ctl)).name; }

Standing standing(Ctl ctl) { return kRows.at(static_cast<std::size_t>(ctl)).standing; }

std::optional<Ctl> find_ctl(std::string_view name) {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (same_word(name, kRows[i].name)) return static_cast<Ctl>(i);
  }
  return std::nullopt;
}

}  // namespace bulkhead::lexicon

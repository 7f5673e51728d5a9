#include "lexicon/action.h"

#include <array>

#include "lexicon/spelling.h"

namespace bulkhead::lexicon {

namespace {

struct Row {
  std::string_view name;
  ActionGroup group;
  ActionArgument argument;
  Standing standing;
};

using enum ActionGroup;
using enum ActionArgument;
constexpr Standing kYes{};
constexpr Standing refused(std::string_view reason) { return {Support::kRefused, reason}; }

constexpr Standing kNoRewriting = refused("rules judge a response, they do not rewrite it");
constexpr Standing kMaskedAnyway =
    refused("what is written down is masked by the policy's records, not by rules");

constexpr std::array<Row, kActions> kRows = {{
    {"accuracy", kMetadata, kRequired, kYes},
    {"allow", kDisruptive, kOptional, kYes},
    {"append", kData, kRequired, kNoRewriting},
    {"auditlog", kLogging, kNone, kYes},
    {"block", kDisruptive, kNone, kYes},
    {"capture", kData, kNone, kYes},
    {"chain", kFlow, kNone, kYes},
    {"ctl", kVariable, kRequired, kYes},
    {"deny", kDisruptive, kNone, kYes},
    {"deprecatevar", kVariable, kRequired, refused("only version 2 of the language had it")},
    {"drop", kDisruptive, kNone, kYes},
    {"exec", kData, kRequired, refused("a request must not start programs")},
    {"expirevar", kVariable, kRequired, kYes},
    {"id", kMetadata, kRequired, kYes},
    {"initcol", kVariable, kRequired, kYes},
    {"log", kLogging, kNone, kYes},
    {"logdata", kLogging, kRequired, kYes},
    {"maturity", kMetadata, kRequired, kYes},
    {"msg", kMetadata, kRequired, kYes},
    {"multiMatch", kData, kNone, kYes},
    {"noauditlog", kLogging, kNone, kYes},
    {"nolog", kLogging, kNone, kYes},
    {"pass", kDisruptive, kNone, kYes},
    {"pause", kDisruptive, kRequired, refused("a held request costs us as much as the one who sent it")},
    {"phase", kMetadata, kRequired, kYes},
    {"prepend", kData, kRequired, kNoRewriting},
    {"proxy", kDisruptive, kRequired, refused("where requests go is the policy's")},
    {"redirect", kDisruptive, kRequired, kYes},
    {"rev", kMetadata, kRequired, kYes},
    {"sanitiseArg", kLogging, kRequired, kMaskedAnyway},
    {"sanitiseMatched", kLogging, kNone, kMaskedAnyway},
    {"sanitiseMatchedBytes", kLogging, kOptional, kMaskedAnyway},
    {"sanitiseRequestHeader", kLogging, kRequired, kMaskedAnyway},
    {"sanitiseResponseHeader", kLogging, kRequired, kMaskedAnyway},
    {"setenv", kVariable, kRequired, kYes},
    {"setrsc", kVariable, kRequired, kYes},
    {"setsid", kVariable, kRequired, kYes},
    {"setuid", kVariable, kRequired, kYes},
    {"setvar", kVariable, kRequired, kYes},
    {"severity", kMetadata, kRequired, kYes},
    {"skip", kFlow, kRequired, kYes},
    {"skipAfter", kFlow, kRequired, kYes},
    {"status", kData, kRequired, kYes},
    {"t", kData, kRequired, kYes},
    {"tag", kMetadata, kRequired, kYes},
    {"ver", kMetadata, kRequired, kYes},
    {"xmlns", kData, kRequired, kYes},
}};

struct SecondName {
  std::string_view name;
  Action action;
};

constexpr std::array<SecondName, 5> kSecondNames = {{
    {"sanitizeArg", Action::kSanitiseArg},
    {"sanitizeMatched", Action::kSanitiseMatched},
    {"sanitizeMatchedBytes", Action::kSanitiseMatchedBytes},
    {"sanitizeRequestHeader", Action::kSanitiseRequestHeader},
    {"sanitizeResponseHeader", Action::kSanitiseResponseHeader},
}};

const Row& row(Action action) { return kRows.at(static_cast<std::size_t>(action)); }

}  // namespace

std::string_view name(Action action) { return row(action).name; }

ActionGroup group(Action action) { return row(action).group; }

ActionArgument argument(Action action) { return row(action).argument; }

Standing standing(Action action) { return row(action).standing; }

std::optional<Action> find_action(std::string_view name) {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (same_word(name, kRows[i].name)) return static_cast<Action>(i);
  }
  for (const SecondName& second : kSecondNames) {
    if (same_word(name, second.name)) return second.action;
  }
  return std::nullopt;
}

}  // namespace bulkhead::lexicon

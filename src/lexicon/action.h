// The actions of SecLang, by name.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lexicon/support.h"

namespace bulkhead::lexicon {

/// One action. The numbers are written into images: append only.
enum class Action : std::uint8_t {
  kAccuracy,
  kAllow,
  kAppend,
  kAuditLog,
  kBlock,
  kCapture,
  kChain,
  kCtl,
  kDeny,
  kDeprecateVar,
  kDrop,
  kExec,
  kExpireVar,
  kId,
  kInitCol,
  kLog,
  kLogData,
  kMaturity,
  kMsg,
  kMultiMatch,
  kNoAuditLog,
  kNoLog,
  kPass,
  kPause,
  kPhase,
  kPrepend,
  kProxy,
  kRedirect,
  kRev,
  kSanitiseArg,
  kSanitiseMatched,
  kSanitiseMatchedBytes,
  kSanitiseRequestHeader,
  kSanitiseResponseHeader,
  kSetEnv,
  kSetRsc,
  kSetSid,
  kSetUid,
  kSetVar,
  kSeverity,
  kSkip,
  kSkipAfter,
  kStatus,
  kTransformation,  ///< `t`
  kTag,
  kVer,
  kXmlNs,
};
inline constexpr std::size_t kActions = 47;

/// What an action is about.
enum class ActionGroup : std::uint8_t {
  kDisruptive,  ///< What becomes of the request; one a rule, in the first link of a chain.
  kFlow,        ///< Which rule comes next.
  kMetadata,    ///< Who the rule is.
  kVariable,    ///< Changes variables, collections or the request's settings.
  kLogging,     ///< What is written down.
  kData,        ///< A value that another action uses, or how values are prepared and compared.
};

/// What stands behind the name and a colon.
enum class ActionArgument : std::uint8_t { kNone, kOptional, kRequired };

/// Its name as the reference manual spells it.
std::string_view name(Action action);

ActionGroup group(Action action);
ActionArgument argument(Action action);
Standing standing(Action action);

/// By name, letters in any case; also the American spellings of sanitise….
std::optional<Action> find_action(std::string_view name);

}  // namespace bulkhead::lexicon

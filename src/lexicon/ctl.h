// The options of the action `ctl:…`: what a rule may change for the rest of one request.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lexicon/support.h"

namespace bulkhead::lexicon {

/// One option. The numbers are written into images: append only.
enum class Ctl : std::uint8_t {
  kAuditEngine,               ///< On, Off, RelevantOnly
  kAuditLogParts,             ///< +E, -E, or the letters
  kDebugLogLevel,             ///< 0 to 9
  kForceRequestBodyVariable,  ///< On, Off
  kHashEnforcement,           ///< On, Off
  kHashEngine,                ///< On, Off
  kParseXmlIntoArgs,          ///< On, Off, OnlyArgs
  kRequestBodyAccess,         ///< On, Off
  kRequestBodyLimit,          ///< bytes
  kRequestBodyProcessor,      ///< JSON, XML, URLENCODED, MULTIPART
  kResponseBodyAccess,        ///< On, Off
  kResponseBodyLimit,         ///< bytes
  kRuleEngine,                ///< On, Off, DetectionOnly
  kRuleRemoveById,            ///< id, or ids "first-last"
  kRuleRemoveByMsg,           ///< text
  kRuleRemoveByTag,           ///< text
  kRuleRemoveTargetById,      ///< id;TARGET
  kRuleRemoveTargetByMsg,     ///< text;TARGET
  kRuleRemoveTargetByTag,     ///< text;TARGET
};
inline constexpr std::size_t kCtls = 19;

/// Its name as the reference manual spells it.
std::string_view name(Ctl ctl);

/// By name, letters in any case.
std::optional<Ctl> find_ctl(std::string_view name);

Standing standing(Ctl ctl);

}  // namespace bulkhead::lexicon

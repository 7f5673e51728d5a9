// The operators of SecLang (`@…`), by name.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lexicon/support.h"

namespace bulkhead::lexicon {

/// One operator. The numbers are written into images: append only.
enum class Operator : std::uint8_t {
  kBeginsWith,
  kContains,
  kContainsWord,
  kDetectSqli,
  kDetectXss,
  kEndsWith,
  kEq,
  kFuzzyHash,
  kGe,
  kGeoLookup,
  kGsbLookup,
  kGt,
  kInspectFile,
  kIpMatch,
  kIpMatchFromFile,
  kLe,
  kLt,
  kNoMatch,
  kPm,
  kPmFromFile,
  kRbl,
  kRsub,
  kRx,
  kRxGlobal,
  kStrEq,
  kStrMatch,
  kUnconditionalMatch,
  kValidateByteRange,
  kValidateDtd,
  kValidateHash,
  kValidateSchema,
  kValidateUrlEncoding,
  kValidateUtf8Encoding,
  kVerifyCc,
  kVerifyCpf,
  kVerifySsn,
  kVerifySvnr,
  kWithin,
};
inline constexpr std::size_t kOperators = 38;

/// What stands behind the name.
enum class OperatorArgument : std::uint8_t {
  kNone,      ///< Nothing; what is written there is not looked at.
  kText,      ///< Compared as it stands; `%{…}` in it is filled in for each request.
  kNumber,    ///< A whole number; `%{…}` in it is filled in for each request.
  kPattern,   ///< A regular expression; `%{…}` in it is filled in for each request, so compiling must wait.
  kWords,     ///< Words with blanks between them.
  kFileName,  ///< One file, or several with blanks between them, read when the rules are read.
  kNetworks,  ///< Addresses and networks with commas between them.
  kBytes,     ///< Byte values and ranges with commas between them: 9,10,32-126.
};

/// Its name as the reference manual spells it, without the @.
std::string_view name(Operator op);

OperatorArgument argument(Operator op);
Standing standing(Operator op);

/// By name without the @, letters in any case; also the short forms `pmf` and `ipMatchF`.
std::optional<Operator> find_operator(std::string_view name);

}  // namespace bulkhead::lexicon

// The variables and collections of SecLang, by name: where rules look.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lexicon/phase.h"

namespace bulkhead::lexicon {

/// One variable or collection. The numbers are written into images: append only.
enum class Variable : std::uint8_t {
  kArgs,
  kArgsCombinedSize,
  kArgsGet,
  kArgsGetNames,
  kArgsNames,
  kArgsPost,
  kArgsPostNames,
  kAuthType,
  kDuration,
  kEnv,
  kFiles,
  kFilesCombinedSize,
  kFilesNames,
  kFilesSizes,
  kFilesTmpContent,
  kFilesTmpNames,
  kFullRequest,
  kFullRequestLength,
  kGeo,
  kGlobal,
  kHighestSeverity,
  kInboundDataError,
  kIp,
  kMatchedVar,
  kMatchedVarName,
  kMatchedVars,
  kMatchedVarsNames,
  kModsecBuild,
  kMscPcreError,
  kMscPcreLimitsExceeded,
  kMultipartBoundaryQuoted,
  kMultipartBoundaryWhitespace,
  kMultipartCrlfLfLines,
  kMultipartDataAfter,
  kMultipartDataBefore,
  kMultipartFileLimitExceeded,
  kMultipartFilename,
  kMultipartHeaderFolding,
  kMultipartInvalidHeaderFolding,
  kMultipartInvalidPart,
  kMultipartInvalidQuoting,
  kMultipartLfLine,
  kMultipartMissingSemicolon,
  kMultipartName,
  kMultipartPartHeaders,
  kMultipartStrictError,
  kMultipartUnmatchedBoundary,
  kOutboundDataError,
  kPathInfo,
  kQueryString,
  kRemoteAddr,
  kRemoteHost,
  kRemotePort,
  kRemoteUser,
  kReqbodyError,
  kReqbodyErrorMsg,
  kReqbodyProcessor,
  kReqbodyProcessorError,
  kReqbodyProcessorErrorMsg,
  kRequestBasename,
  kRequestBody,
  kRequestBodyLength,
  kRequestCookies,
  kRequestCookiesNames,
  kRequestFilename,
  kRequestHeaders,
  kRequestHeadersNames,
  kRequestLine,
  kRequestMethod,
  kRequestProtocol,
  kRequestUri,
  kRequestUriRaw,
  kResource,
  kResponseBody,
  kResponseContentLength,
  kResponseContentType,
  kResponseHeaders,
  kResponseHeadersNames,
  kResponseProtocol,
  kResponseStatus,
  kRule,
  kServerAddr,
  kServerName,
  kServerPort,
  kSession,
  kSessionId,
  kStatus,
  kStatusLine,
  kTime,
  kTimeDay,
  kTimeEpoch,
  kTimeHour,
  kTimeMin,
  kTimeMon,
  kTimeSec,
  kTimeWday,
  kTimeYear,
  kTx,
  kUniqueId,
  kUrlencodedError,
  kUser,
  kUserId,
  kWebAppId,
  kXml,
};
inline constexpr std::size_t kVariables = 104;

/// How many values it has, and so whether a selector may follow its name.
enum class VariableShape : std::uint8_t {
  kScalar,      ///< One value: REQUEST_METHOD. A selector behind it is an error.
  kCollection,  ///< Any number of named values: ARGS means all of them, ARGS:q and ARGS:/^q/ those of that name.
  kSelected,  ///< Only with a selector: RULE:id, XML:/*.
};

/// How long it lives.
enum class VariableLife : std::uint8_t {
  kRequest,   ///< Made for the request, only read.
  kSettable,  ///< Made for the request; setvar may change it: TX.
  kPersistent,  ///< Kept between requests under the key that initcol, setsid, setuid or setrsc names; setvar may change it.
};

/// Its name as the reference manual spells it.
std::string_view name(Variable variable);

VariableShape shape(Variable variable);
VariableLife life(Variable variable);

/// The first phase in which it has all its content. Rules may name it earlier; it is empty or incomplete there.
Phase first_phase(Variable variable);

/// By name, letters in any case; also the second name MULTIPART_SEMICOLON_MISSING.
std::optional<Variable> find_variable(std::string_view name);

/// Why a variable that other versions of the language know is not one here: "PERF_ALL". Nothing for a name that no
/// version knows.
std::optional<std::string_view> why_no_variable(std::string_view name);

}  // namespace bulkhead::lexicon

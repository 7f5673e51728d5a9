// The directives of SecLang (`Sec…`), by name, and Apache's Include, which rule sets are put together with.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lexicon/support.h"

namespace bulkhead::lexicon {

/// One directive. Names of enumerators are the directives' own.
enum class Directive : std::uint8_t {
  kInclude,
  kIncludeOptional,
  kSecAction,
  kSecArgumentSeparator,
  kSecArgumentsLimit,
  kSecAuditEngine,
  kSecAuditLog,
  kSecAuditLog2,
  kSecAuditLogDirMode,
  kSecAuditLogFileMode,
  kSecAuditLogFormat,
  kSecAuditLogParts,
  kSecAuditLogRelevantStatus,
  kSecAuditLogStorageDir,
  kSecAuditLogType,
  kSecCacheTransformations,
  kSecChrootDir,
  kSecCollectionTimeout,
  kSecComponentSignature,
  kSecConnEngine,
  kSecConnReadStateLimit,
  kSecConnWriteStateLimit,
  kSecContentInjection,
  kSecCookieFormat,
  kSecCookieV0Separator,
  kSecDataDir,
  kSecDebugLog,
  kSecDebugLogLevel,
  kSecDefaultAction,
  kSecDisableBackendCompression,
  kSecGeoLookupDb,
  kSecGsbLookupDb,
  kSecGuardianLog,
  kSecHashEngine,
  kSecHashKey,
  kSecHashMethodPm,
  kSecHashMethodRx,
  kSecHashParam,
  kSecHttpBlKey,
  kSecInterceptOnError,
  kSecMarker,
  kSecParseXmlIntoArgs,
  kSecPcreMatchLimit,
  kSecPcreMatchLimitRecursion,
  kSecReadStateLimit,
  kSecRemoteRules,
  kSecRemoteRulesFailAction,
  kSecRequestBodyAccess,
  kSecRequestBodyInMemoryLimit,
  kSecRequestBodyJsonDepthLimit,
  kSecRequestBodyLimit,
  kSecRequestBodyLimitAction,
  kSecRequestBodyNoFilesLimit,
  kSecResponseBodyAccess,
  kSecResponseBodyLimit,
  kSecResponseBodyLimitAction,
  kSecResponseBodyMimeType,
  kSecResponseBodyMimeTypesClear,
  kSecRule,
  kSecRuleEngine,
  kSecRuleInheritance,
  kSecRulePerfTime,
  kSecRuleRemoveById,
  kSecRuleRemoveByMsg,
  kSecRuleRemoveByTag,
  kSecRuleScript,
  kSecRuleUpdateActionById,
  kSecRuleUpdateTargetById,
  kSecRuleUpdateTargetByMsg,
  kSecRuleUpdateTargetByTag,
  kSecSensorId,
  kSecServerSignature,
  kSecStatusEngine,
  kSecStreamInBodyInspection,
  kSecStreamOutBodyInspection,
  kSecTmpDir,
  kSecTmpSaveUploadedFiles,
  kSecUnicodeMapFile,
  kSecUploadDir,
  kSecUploadFileLimit,
  kSecUploadFileMode,
  kSecUploadKeepFiles,
  kSecUseErrorLog,
  kSecWebAppId,
  kSecWriteStateLimit,
  kSecXmlExternalEntity,
};
inline constexpr std::size_t kDirectives = 86;

/// What stands behind the name.
enum class DirectiveArgument : std::uint8_t {
  kNone,
  kRule,            ///< Variables, operators or actions, each in a form of its own.
  kFile,            ///< A file name or a pattern of file names.
  kText,            ///< One or more words, taken as they stand.
  kNumber,          ///< A whole number from 0.
  kCharacter,       ///< One character.
  kOnOff,           ///< On, Off
  kRuleEngine,      ///< On, Off, DetectionOnly
  kAuditEngine,     ///< On, Off, RelevantOnly
  kAuditLogType,    ///< Serial, Parallel, Concurrent, Https
  kAuditLogFormat,  ///< JSON, Native
  kLimitAction,     ///< Reject, ProcessPartial
  kKeepFiles,       ///< On, Off, RelevantOnly
};

/// Its name as the reference manual spells it.
std::string_view name(Directive directive);

DirectiveArgument argument(Directive directive);

/// Directives that only take something away when switched on (SecHashEngine) stand as kNoEffect here, and
/// refused_when_on() is true of them.
Standing standing(Directive directive);

/// True when `Off` is taken without effect but any other value is an error, with the reason of standing().
bool refused_when_on(Directive directive);

/// By name, letters in any case.
std::optional<Directive> find_directive(std::string_view name);

}  // namespace bulkhead::lexicon

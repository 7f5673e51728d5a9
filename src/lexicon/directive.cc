#include "lexicon/directive.h"

#include <array>

#include "lexicon/spelling.h"

namespace bulkhead::lexicon {

namespace {

struct Row {
  std::string_view name;
  DirectiveArgument argument;
  Standing standing;
  bool refused_when_on = false;
};

using enum DirectiveArgument;
constexpr Standing kYes{};
constexpr Standing refused(std::string_view reason) { return {Support::kRefused, reason}; }
constexpr Standing no_effect(std::string_view reason) { return {Support::kNoEffect, reason}; }

constexpr std::string_view kOwnAudit = "decisions go to the ledger, whose place and form are the policy's";
constexpr std::string_view kByPolicyFlow = "how many connections one may open is the policy's";
constexpr std::string_view kNoDebugLog = "there is no debug log";
constexpr std::string_view kNoHash = "links are not signed here";
constexpr std::string_view kNoNetwork = "a request must not wait for a name server";
constexpr std::string_view kNoPrograms = "a request must not start programs";
constexpr std::string_view kNoRewriting = "rules judge a response, they do not rewrite it";
constexpr std::string_view kNoTmp = "uploads are looked at in memory and never written to a disk";
constexpr std::string_view kLinear = "matching takes linear time and has no such limit";
constexpr std::string_view kWhole = "bodies are looked at as a whole: use REQUEST_BODY or RESPONSE_BODY";

constexpr std::array<Row, kDirectives> kRows = {{
    {"Include", kFile, kYes},
    {"IncludeOptional", kFile, kYes},
    {"SecAction", kRule, kYes},
    {"SecArgumentSeparator", kCharacter, kYes},
    {"SecArgumentsLimit", kNumber, kYes},
    {"SecAuditEngine", kAuditEngine, kYes},
    {"SecAuditLog", kText, no_effect(kOwnAudit)},
    {"SecAuditLog2", kText, no_effect(kOwnAudit)},
    {"SecAuditLogDirMode", kText, no_effect(kOwnAudit)},
    {"SecAuditLogFileMode", kText, no_effect(kOwnAudit)},
    {"SecAuditLogFormat", kAuditLogFormat, no_effect(kOwnAudit)},
    {"SecAuditLogParts", kText, kYes},
    {"SecAuditLogRelevantStatus", kText, kYes},
    {"SecAuditLogStorageDir", kText, no_effect(kOwnAudit)},
    {"SecAuditLogType", kAuditLogType, no_effect(kOwnAudit)},
    {"SecCacheTransformations", kText, no_effect("the compiler shares what rules have in common")},
    {"SecChrootDir", kText, refused("the service manager confines the server")},
    {"SecCollectionTimeout", kNumber, kYes},
    {"SecComponentSignature", kText, kYes},
    {"SecConnEngine", kText, refused(kByPolicyFlow)},
    {"SecConnReadStateLimit", kText, refused(kByPolicyFlow)},
    {"SecConnWriteStateLimit", kText, refused(kByPolicyFlow)},
    {"SecContentInjection", kOnOff, no_effect(kNoRewriting), true},
    {"SecCookieFormat", kNumber, kYes},
    {"SecCookieV0Separator", kText,
     refused("no browser of the last twenty years separates cookies otherwise")},
    {"SecDataDir", kText, no_effect("collections live in the server's memory")},
    {"SecDebugLog", kText, no_effect(kNoDebugLog)},
    {"SecDebugLogLevel", kNumber, no_effect(kNoDebugLog)},
    {"SecDefaultAction", kRule, kYes},
    {"SecDisableBackendCompression", kOnOff,
     no_effect("whether answers come compressed is the server's setting"), true},
    {"SecGeoLookupDb", kText, kYes},
    {"SecGsbLookupDb", kText, refused("the service it asks no longer exists")},
    {"SecGuardianLog", kText, refused(kNoPrograms)},
    {"SecHashEngine", kOnOff, no_effect(kNoHash), true},
    {"SecHashKey", kText, refused(kNoHash)},
    {"SecHashMethodPm", kText, refused(kNoHash)},
    {"SecHashMethodRx", kText, refused(kNoHash)},
    {"SecHashParam", kText, refused(kNoHash)},
    {"SecHttpBlKey", kText, refused(kNoNetwork)},
    {"SecInterceptOnError", kOnOff, no_effect("what happens on failure is the policy's"), true},
    {"SecMarker", kText, kYes},
    {"SecParseXmlIntoArgs", kText, refused("XML is reached as XML:/*, not as arguments")},
    {"SecPcreMatchLimit", kNumber, no_effect(kLinear)},
    {"SecPcreMatchLimitRecursion", kNumber, no_effect(kLinear)},
    {"SecReadStateLimit", kText, refused(kByPolicyFlow)},
    {"SecRemoteRules", kText,
     refused("rules come from files that a person has signed, not from the network")},
    {"SecRemoteRulesFailAction", kText,
     refused("rules come from files that a person has signed, not from the network")},
    {"SecRequestBodyAccess", kOnOff, kYes},
    {"SecRequestBodyInMemoryLimit", kNumber, no_effect("how bodies are buffered is the server's setting")},
    {"SecRequestBodyJsonDepthLimit", kNumber, kYes},
    {"SecRequestBodyLimit", kNumber, kYes},
    {"SecRequestBodyLimitAction", kLimitAction, kYes},
    {"SecRequestBodyNoFilesLimit", kNumber, kYes},
    {"SecResponseBodyAccess", kOnOff, kYes},
    {"SecResponseBodyLimit", kNumber, kYes},
    {"SecResponseBodyLimitAction", kLimitAction, kYes},
    {"SecResponseBodyMimeType", kText, kYes},
    {"SecResponseBodyMimeTypesClear", kNone, kYes},
    {"SecRule", kRule, kYes},
    {"SecRuleEngine", kRuleEngine, kYes},
    {"SecRuleInheritance", kOnOff,
     no_effect("there are no nested configurations here that rules could be taken over from")},
    {"SecRulePerfTime", kText, refused("the metrics say how long rules take")},
    {"SecRuleRemoveById", kText, kYes},
    {"SecRuleRemoveByMsg", kText, kYes},
    {"SecRuleRemoveByTag", kText, kYes},
    {"SecRuleScript", kText, refused("a request must not start programs, and a Lua script is one")},
    {"SecRuleUpdateActionById", kRule, kYes},
    {"SecRuleUpdateTargetById", kRule, kYes},
    {"SecRuleUpdateTargetByMsg", kRule, kYes},
    {"SecRuleUpdateTargetByTag", kRule, kYes},
    {"SecSensorId", kText, refused("the policy names the place")},
    {"SecServerSignature", kText, kYes},
    {"SecStatusEngine", kOnOff, no_effect("nothing is reported to anybody")},
    {"SecStreamInBodyInspection", kOnOff, no_effect(kWhole), true},
    {"SecStreamOutBodyInspection", kOnOff, no_effect(kWhole), true},
    {"SecTmpDir", kText, no_effect(kNoTmp)},
    {"SecTmpSaveUploadedFiles", kOnOff, no_effect(kNoTmp), true},
    {"SecUnicodeMapFile", kText, kYes},
    {"SecUploadDir", kText, no_effect(kNoTmp)},
    {"SecUploadFileLimit", kNumber, kYes},
    {"SecUploadFileMode", kText, no_effect(kNoTmp)},
    {"SecUploadKeepFiles", kKeepFiles, no_effect(kNoTmp), true},
    {"SecUseErrorLog", kText, refused("only version 2 of the language has it")},
    {"SecWebAppId", kText, kYes},
    {"SecWriteStateLimit", kText, refused(kByPolicyFlow)},
    {"SecXmlExternalEntity", kOnOff, no_effect("the XML parser here never loads anything from outside"),
     true},
}};

const Row& row(Directive directive) { return kRows.at(static_cast<std::size_t>(directive)); }

}  // namespace

std::string_view name(Directive directive) { return row(directive).name; }

DirectiveArgument argument(Directive directive) { return row(directive).argument; }

Standing standing(Directive directive) { return row(directive).standing; }

bool refused_when_on(Directive directive) { return row(directive).refused_when_on; }

std::optional<Directive> find_directive(std::string_view name) {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (same_word(name, kRows[i].name)) return static_cast<Directive>(i);
  }
  return std::nullopt;
}

}  // namespace bulkhead::lexicon

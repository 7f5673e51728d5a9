// A rule as the compiler takes it: everything resolved that does not depend on the request.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/byte_set.h"
#include "lexicon/action.h"
#include "lexicon/ctl.h"
#include "lexicon/operator.h"
#include "lexicon/phase.h"
#include "lexicon/severity.h"
#include "lexicon/transformation.h"
#include "lexicon/variable.h"
#include "seclang/position.h"
#include "seclang/text.h"

namespace bulkhead::seclang {

/// Which values of a collection are meant.
enum class SelectorKind : std::uint8_t {
  kNone,   ///< All of them, or the one of a scalar.
  kName,   ///< Those of this name, letters in any case: ARGS:q.
  kRegex,  ///< Those whose name the pattern is found in, letters in any case: ARGS:/^q/.
  kXPath,  ///< XML:/*.
};

/// One member of a rule's list of variables. A value is looked at when a member without `exclusion` selects it and none
/// with `exclusion` does.
struct Target {
  lexicon::Variable variable{};
  SelectorKind kind = SelectorKind::kNone;
  Text selector;  ///< Name, pattern or path; references only in names of TX and of persistent collections.
  bool count = false;      ///< `&`: how many there are, instead of the values.
  bool exclusion = false;  ///< `!`
  Position position;
};

/// `@name argument`.
struct Operator {
  lexicon::Operator kind = lexicon::Operator::kUnconditionalMatch;
  bool negated = false;
  Text argument;
  /// @pm, @pmFromFile: the words, not yet in lower case. @ipMatch, @ipMatchFromFile: the networks as they are written,
  /// each one checked.
  std::vector<std::string> words;
  ByteSet bytes;  ///< @validateByteRange: which are allowed.
  Position position;
};

/// `setvar:…`
struct SetVar {
  enum class How : std::uint8_t { kSet, kAdd, kSubtract, kUnset };
  lexicon::Variable collection{};
  Text name;
  How how = How::kSet;
  Text value;  ///< "1" when the rule gives none; empty for kUnset.
};

/// `expirevar:collection.name=seconds`
struct ExpireVar {
  lexicon::Variable collection{};
  Text name;
  Text seconds;
};

/// `initcol:collection=key`, and `setsid`, `setuid` and `setrsc`, which do the same for SESSION, USER and RESOURCE.
struct InitCollection {
  lexicon::Variable collection{};
  Text key;
};

/// `setenv:name=value`
struct SetEnv {
  Text name;
  Text value;
};

/// `xmlns:prefix=namespace`, for the paths of XML:… in the same link.
struct XmlNamespace {
  std::string prefix;
  std::string uri;
};

/// Ids from `first` to `last`, both in it.
struct IdRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  bool contains(std::uint64_t id) const { return first <= id && id <= last; }
};

/// `ctl:option=value`
struct Control {
  lexicon::Ctl option{};
  std::string value;  ///< As the option's own words are spelled (On, JSON, +E); empty for ruleRemove….
  IdRange ids;        ///< ruleRemoveById, ruleRemoveTargetById.
  std::string match;  ///< The tag or message of ruleRemove…ByTag and …ByMsg, compared as a whole.
  std::optional<Target> target;  ///< ruleRemoveTarget…
};

/// What a link does when it matches, beside judging, in the order of the rule.
struct Step {
  lexicon::Action action{};
  std::variant<SetVar, ExpireVar, InitCollection, SetEnv, XmlNamespace, Control> what;
  Position position;
};

/// One rule of a chain; a rule without a chain has one link.
struct Link {
  bool unconditional = false;  ///< SecAction: no targets, and the operator is @unconditionalMatch.
  std::vector<Target> targets;
  Operator op;
  std::vector<lexicon::Transformation> transformations;  ///< With the defaults', after `t:none`.
  bool multi_match = false;
  bool capture = false;
  std::vector<Step> steps;
  Text message;
  Text log_data;
  std::vector<Text> tags;  ///< In the first link with the defaults', which come last.
  std::optional<lexicon::Severity> severity;
  Position position;
};

/// What becomes of a request that the rule matches.
enum class Disruption : std::uint8_t {
  kPass,
  kAllow,         ///< No further rule but those of the logging phase.
  kAllowPhase,    ///< No further rule of this phase.
  kAllowRequest,  ///< No further rule on the request; those on the response still run.
  kDeny,
  kDrop,  ///< As kDeny, and the connection ends without an answer.
  kRedirect,
};

/// One rule, with its chain.
struct Rule {
  std::uint64_t id = 0;
  lexicon::Phase phase = lexicon::Phase::kRequestBody;
  std::vector<Link> links;  ///< At least one.

  Disruption disruption = Disruption::kPass;
  bool block = false;        ///< The rule says `block`, and `disruption` is the default of its phase.
  std::uint16_t status = 0;  ///< Of the answer: for kDeny, kDrop and kRedirect; otherwise 0.
  Text redirect;             ///< Where to, for kRedirect.
  bool log = true;
  bool audit_log = true;
  std::uint32_t skip = 0;                    ///< How many rules of the phase to pass over after a match.
  std::string skip_after;                    ///< The marker to go on behind after a match; empty for none.
  std::optional<std::uint32_t> skip_marker;  ///< Its index in RuleSet::markers; without one, the phase ends.

  std::string revision;
  std::string version;
  std::uint32_t maturity = 0;  ///< 0 when not given.
  std::uint32_t accuracy = 0;  ///< 0 when not given.
  Position position;
};

/// The name for people and for dumps: "deny".
std::string_view name(Disruption disruption);

}  // namespace bulkhead::seclang

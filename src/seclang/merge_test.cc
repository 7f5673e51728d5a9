// What must hold: defaults, removals and updates end up in the rules they are meant for, wherever in the files either
// stands.

#include <gtest/gtest.h>

#include <string>

#include "seclang/rules_for_test.h"

namespace bulkhead::seclang {
namespace {

using lexicon::Transformation;

constexpr std::string_view kDefaults =
    "SecDefaultAction \"phase:2,nolog,auditlog,deny,status:406,t:trim,tag:'all'\"\n";

Rule with_defaults(std::string_view actions) {
  return rule_of(std::string(kDefaults) + "SecRule ARGS x \"id:1," + std::string(actions) + '"');
}

TEST(Defaults, BlockIsWhatTheDefaultsSay) {
  const Rule rule = with_defaults("phase:2,block");
  EXPECT_TRUE(rule.block);
  EXPECT_EQ(rule.disruption, Disruption::kDeny);
  EXPECT_EQ(rule.status, 406);
  EXPECT_EQ(rule_of("SecRule ARGS x id:1,phase:2,block").disruption, Disruption::kPass)
      << "no defaults, no harm";
  EXPECT_EQ(with_defaults("phase:1,block").disruption, Disruption::kPass) << "defaults of another phase";
}

TEST(Defaults, WithoutBlockARuleHasItsOwnOutcome) {
  EXPECT_EQ(with_defaults("phase:2").disruption, Disruption::kPass);
  EXPECT_EQ(with_defaults("phase:2,pass").disruption, Disruption::kPass);
  EXPECT_EQ(with_defaults("phase:2,pass").status, 0);
  EXPECT_EQ(with_defaults("phase:2,deny").status, 406);
  EXPECT_EQ(with_defaults("phase:2,deny,status:500").status, 500);
  EXPECT_EQ(with_defaults("phase:2,redirect:http://x").status, 302) << "406 redirects nobody";
  EXPECT_EQ(rule_of("SecAction id:1,phase:1,drop").status, 403);
}

TEST(Defaults, LogWords) {
  const auto log = [](const Rule& rule) { return std::pair(rule.log, rule.audit_log); };
  EXPECT_EQ(log(with_defaults("phase:1")), std::pair(true, true));
  EXPECT_EQ(log(with_defaults("phase:2")), std::pair(false, true));
  EXPECT_EQ(log(with_defaults("phase:2,log,noauditlog")), std::pair(true, false));
  EXPECT_EQ(log(with_defaults("phase:1,nolog")), std::pair(false, false));
}

TEST(Defaults, TransformationsUntilNone) {
  const auto all = [](std::string_view actions) { return with_defaults(actions).links[0].transformations; };
  using All = std::vector<Transformation>;
  EXPECT_EQ(all("phase:2,t:lowercase"), (All{Transformation::kTrim, Transformation::kLowercase}));
  EXPECT_EQ(all("phase:2,t:none,t:lowercase"), (All{Transformation::kLowercase}));
  EXPECT_EQ(all("phase:2,t:md5,t:none,t:lowercase"), (All{Transformation::kLowercase}));
  EXPECT_EQ(all("phase:2,t:none"), All());
  EXPECT_EQ(all("phase:1"), All());
}

TEST(Defaults, TagsComeLast) {
  const Rule rule = with_defaults("phase:2,tag:mine");
  ASSERT_EQ(rule.links[0].tags.size(), 2U);
  EXPECT_EQ(rule.links[0].tags[1].literal(), "all");
}

TEST(Defaults, OncePerPhaseAndWithAnOutcome) {
  EXPECT_EQ(first_diagnostic(parse_text(std::string(kDefaults) + std::string(kDefaults))),
            "2:1 phase 2 has its defaults already: they hold for all rules of the phase");
  EXPECT_EQ(first_diagnostic(parse_text("SecDefaultAction phase:1,log")),
            "1:1 SecDefaultAction needs a disruptive action: pass, deny, …");
  EXPECT_EQ(first_diagnostic(parse_text("SecDefaultAction phase:1,pass,id:1")),
            "1:31 id cannot be a default of all rules");
  EXPECT_EQ(first_diagnostic(parse_text("SecDefaultAction phase:1,pass,t:none")),
            "1:18 t:none cannot be a default of all rules");
}

constexpr std::string_view kRules =
    "SecRule ARGS a \"id:10,phase:2,deny,tag:'x',msg:'first'\"\n"
    "SecRule ARGS b \"id:20,phase:2,deny,tag:'y',chain\"\nSecRule ARGS_NAMES c \"tag:'x'\"\n"
    "SecMarker M\n"
    "SecRule ARGS d \"id:30,phase:2,deny,t:lowercase,tag:'x'\"\n";

std::string ids(const RuleSet& set) {
  std::string all;
  for (const Rule& rule : set.rules) all += std::to_string(rule.id) + ' ';
  return all;
}

TEST(Exclusions, RemoveRules) {
  const std::string rules(kRules);
  EXPECT_EQ(ids(rules_of(rules + "SecRuleRemoveById 10 25-40")), "20 ");
  EXPECT_EQ(ids(rules_of("SecRuleRemoveById \"10, 30\"\n" + rules)), "20 ") << "also from before the rules";
  EXPECT_EQ(ids(rules_of(rules + "SecRuleRemoveByTag x")), "20 ")
      << "a chain goes by the tags of its first rule";
  EXPECT_EQ(ids(rules_of(rules + "SecRuleRemoveByMsg first")), "20 30 ");
  EXPECT_EQ(ids(rules_of(rules + "SecRuleRemoveByMsg fir")), "10 20 30 ") << "compared as a whole";
  EXPECT_EQ(rules_of(rules + "SecRuleRemoveById 10").markers[0].before_rule, 1U)
      << "markers keep their place";
}

TEST(Exclusions, UpdateTargets) {
  const std::string rules(kRules);
  const RuleSet by_id = rules_of(rules + "SecRuleUpdateTargetById 20-30 \"!ARGS:p,REQUEST_URI\"");
  EXPECT_EQ(by_id.rules[0].links[0].targets.size(), 1U);
  EXPECT_EQ(by_id.rules[1].links[0].targets.size(), 3U);
  EXPECT_TRUE(by_id.rules[1].links[0].targets[1].exclusion);
  EXPECT_EQ(by_id.rules[1].links[1].targets.size(), 1U) << "an id means the first rule of its chain";
  const RuleSet by_tag = rules_of(rules + "SecRuleUpdateTargetByTag x !ARGS:p");
  EXPECT_EQ(by_tag.rules[0].links[0].targets.size(), 2U);
  EXPECT_EQ(by_tag.rules[1].links[0].targets.size(), 1U);
  EXPECT_EQ(by_tag.rules[1].links[1].targets.size(), 2U) << "a tag means the rule that has it";
  EXPECT_EQ(first_diagnostic(parse_text(rules + "SecRuleUpdateTargetById 10 ARGS REQUEST_URI")),
            "6:33 variables cannot be replaced in one step");
}

TEST(Exclusions, UpdateActions) {
  const std::string rules(kRules);
  const RuleSet set =
      rules_of(rules + "SecRuleUpdateActionById 30 \"pass,nolog,t:none,t:trim,tag:'z',setvar:tx.a\"");
  const Rule& rule = set.rules[2];
  EXPECT_EQ(rule.disruption, Disruption::kPass);
  EXPECT_FALSE(rule.log);
  EXPECT_EQ(rule.links[0].transformations,
            (std::vector<Transformation>{Transformation::kLowercase, Transformation::kTrim}));
  EXPECT_EQ(rule.links[0].tags.size(), 2U);
  EXPECT_EQ(rule.links[0].steps.size(), 1U);
  EXPECT_EQ(first_diagnostic(parse_text(rules + "SecRuleUpdateActionById 30 phase:1")),
            "6:28 phase of a rule cannot be changed afterwards");
}

}  // namespace
}  // namespace bulkhead::seclang

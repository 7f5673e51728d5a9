// What must hold: a rule is read as ModSecurity reads it, and whoever writes one that is not gets told where and why, for
// all of them and not only the first.

#include "seclang/parse.h"

#include <gtest/gtest.h>

#include <string>

#include "seclang/dump.h"
#include "seclang/rules_for_test.h"

namespace bulkhead::seclang {
namespace {

using lexicon::Variable;

/// The rule as dump() writes it, without continuations.
std::string shown(const Rule& rule) {
  std::string flat;
  for (const char c : dump(rule)) {
    if (c == '\\' || c == '\n') continue;
    flat += c;
  }
  return flat;
}

TEST(Parse, VariablesOfEveryForm) {
  const Rule rule = rule_of(
      "SecRule \"ARGS|!ARGS:q|&REQUEST_HEADERS:/^x-(a|b)/|TX:'%{tx.a} "
      "b'|XML:/*|REQUEST_COOKIES:'/a|b/'|ARGS:/x\" x "
      "id:1,phase:2");
  const std::vector<Target>& targets = rule.links[0].targets;
  ASSERT_EQ(targets.size(), 7U);
  EXPECT_EQ(targets[0].variable, Variable::kArgs);
  EXPECT_EQ(targets[0].kind, SelectorKind::kNone);
  EXPECT_TRUE(targets[1].exclusion);
  EXPECT_EQ(targets[1].selector.literal(), "q");
  EXPECT_TRUE(targets[2].count);
  EXPECT_EQ(targets[2].kind, SelectorKind::kRegex);
  EXPECT_EQ(targets[2].selector.literal(), "^x-(a|b)");
  ASSERT_EQ(targets[3].selector.pieces.size(), 2U);
  EXPECT_EQ(targets[3].selector.pieces[0].reference, (Reference{Variable::kTx, "a"}));
  EXPECT_EQ(targets[3].selector.pieces[1].literal, " b");
  EXPECT_EQ(targets[4].kind, SelectorKind::kXPath);
  EXPECT_EQ(targets[4].selector.literal(), "/*");
  EXPECT_EQ(targets[5].kind, SelectorKind::kRegex);
  EXPECT_EQ(targets[5].selector.literal(), "a|b");
  EXPECT_EQ(targets[6].kind, SelectorKind::kName) << "no slash ends it";
  EXPECT_EQ(targets[6].selector.literal(), "/x");
  EXPECT_EQ(targets[6].position, (Position{0, 1, 97}));
}

TEST(Parse, PatternsOfSelectorsMayHoldSlashes) {
  const Rule rule = rule_of("SecRule ARGS:/a/b/|ARGS:/c\\/|d/,TX.e x id:1,phase:2");
  ASSERT_EQ(rule.links[0].targets.size(), 3U);
  EXPECT_EQ(rule.links[0].targets[0].selector.literal(), "a/b");
  EXPECT_EQ(rule.links[0].targets[1].selector.literal(), "c\\/|d");
  EXPECT_EQ(rule.links[0].targets[2].selector.literal(), "e");
}

struct OperatorCase {
  const char* written;
  lexicon::Operator kind;
  bool negated;
  const char* argument;
};

TEST(Parse, OperatorsOfEveryForm) {
  using lexicon::Operator;
  for (const OperatorCase& one : {
           OperatorCase{R"("@rx a b")", Operator::kRx, false, "a b"},
           {R"("a b")", Operator::kRx, false, "a b"},
           {R"(a)", Operator::kRx, false, "a"},
           {R"("!a")", Operator::kRx, true, "a"},
           {R"("!@streq a")", Operator::kStrEq, true, "a"},
           {R"("! @EQ 5")", Operator::kEq, true, "5"},
           {R"("@rx say \"hi\" \d\\")", Operator::kRx, false, R"(say "hi" \d\\)"},
           {R"("@rx [0-9]%{2}")", Operator::kRx, false, "[0-9]%{2}"},
           {R"("@ x")", Operator::kRx, false, "@ x"},
           {R"("@contains  x ")", Operator::kContains, false, "x "},
           {R"("@unconditionalMatch")", Operator::kUnconditionalMatch, false, ""},
       }) {
    const Rule rule = rule_of(std::string("SecRule ARGS ") + one.written + " id:1,phase:2");
    EXPECT_EQ(rule.links[0].op.kind, one.kind) << one.written;
    EXPECT_EQ(rule.links[0].op.negated, one.negated) << one.written;
    EXPECT_EQ(rule.links[0].op.argument.spelled(), one.argument) << one.written;
  }
}

TEST(Parse, OperatorsWithLists) {
  const auto op = [](const std::string& written) {
    return rule_of("SecRule ARGS \"" + written + "\" id:1,phase:2").links[0].op;
  };
  EXPECT_EQ(op("@pm a |3C 2f|b c|d").words, (std::vector<std::string>{"a", "</b", "c|d"}));
  EXPECT_EQ(op("@ipMatch 10.1.2.3/8, ::1").words, (std::vector<std::string>{"10.1.2.3/8", "::1"}));
  const Operator bytes = op("@validateByteRange 9,32-34");
  EXPECT_EQ(bytes.bytes.count(), 4U);
  EXPECT_TRUE(bytes.bytes.contains(9) && bytes.bytes.contains(34));
}

TEST(Parse, FilesOfOperatorsAreReadLineByLine) {
  const RuleSet set = rules_of(
      "SecRule ARGS \"@pmFromFile a.txt b.txt\" id:1,phase:2\nSecRule REMOTE_ADDR \"@ipMatchF n.txt\" "
      "id:2,phase:1",
      TableFiles(TableFiles::Table{{"a.txt", "# comment\none two\r\n\n  # another\n a#b\n"},
                                   {"b.txt", "three"},
                                   {"n.txt", "10.0.0.0/8 # ours\n#\n::1\n"}}));
  ASSERT_EQ(set.rules.size(), 2U);
  EXPECT_EQ(set.rules[0].links[0].op.words, (std::vector<std::string>{"one two", " a#b", "three"}));
  EXPECT_EQ(set.rules[1].links[0].op.words, (std::vector<std::string>{"10.0.0.0/8", "::1"}));
}

TEST(Parse, ActionsOfEveryForm) {
  const Rule rule = rule_of(
      "SecRule ARGS x \"id:'17', phase:request,deny,status:406,msg:'it\\'s, "
      "%{MATCHED_VAR}',logdata:%{tx.0},\\\n"
      "  "
      "severity:2,tag:'a',tag:b,ver:'v',rev:3,maturity:'5',accuracy:9,capture,multiMatch,nolog,auditlog,\\\n"
      "  t:none,t:urlDecode,t:lowercase,skip:2,\\\n"
      "  setvar:tx.a,setvar:'!ip.b',setvar:'tx.c=+%{tx.d}',setvar:tx.e=-1,setvar:'tx.%{tx.f}=a, b=c',\\\n"
      "  expirevar:'ip.b=60',initcol:ip=%{REMOTE_ADDR},setsid:%{REQUEST_COOKIES.sid},setenv:'n=v',\\\n"
      "  ctl:ruleEngine=off,ctl:ruleRemoveById=7-9,ctl:ruleRemoveTargetByTag=attack;ARGS:'p,q'\"");
  EXPECT_EQ(shown(rule),
            "SecRule \"ARGS\" \"@rx x\" \"id:17,    phase:2,    deny,    status:406,    nolog,    auditlog,  "
            "  rev:'3',"
            "    ver:'v',    maturity:5,    accuracy:9,    skip:2,    capture,    multiMatch,    t:none,    "
            "t:urlDecode,"
            "    t:lowercase,    msg:'it's, %{MATCHED_VAR}',    logdata:'%{TX.0}',    tag:'a',    tag:'b',"
            "    severity:CRITICAL,    setvar:'TX.a=1',    setvar:'!IP.b',    setvar:'TX.c=+%{TX.d}',"
            "    setvar:'TX.e=-1',    setvar:'TX.%{TX.f}=a, b=c',    expirevar:'IP.b=60',"
            "    initcol:'IP=%{REMOTE_ADDR}',    setsid:'%{REQUEST_COOKIES.sid}',    setenv:'n=v',"
            "    ctl:'ruleEngine=Off',    ctl:'ruleRemoveById=7-9',    "
            "ctl:'ruleRemoveTargetByTag=attack;ARGS:'p,q''\"");
}

TEST(Parse, ChainsAreOneRule) {
  const RuleSet set = rules_of(R"(SecRule ARGS a "id:1,phase:1,deny,chain"
  SecRule REQUEST_METHOD "@streq POST" "t:none,chain"
    # in between
    SecAction "setvar:tx.seen=1,skipAfter:END"
SecRule ARGS b "id:2,phase:2,pass"
SecMarker END)");
  ASSERT_EQ(set.rules.size(), 2U);
  EXPECT_EQ(set.rules[0].links.size(), 3U);
  EXPECT_TRUE(set.rules[0].links[2].unconditional);
  EXPECT_EQ(set.rules[0].skip_after, "END");
  ASSERT_TRUE(set.rules[0].skip_marker);
  EXPECT_EQ(set.markers[*set.rules[0].skip_marker].before_rule, 2U);
}

TEST(Parse, IncludesInTheirPlace) {
  const RuleSet set = rules_of(
      "SecAction id:1,phase:1\nInclude d/*\nIncludeOptional none/*\nIncludeOptional none\nSecAction "
      "id:9,phase:1",
      TableFiles(TableFiles::Table{{"d/a", "SecAction id:2,phase:1\nInclude e"},
                                   {"d/b", "SecAction id:4,phase:1"},
                                   {"e", "\xEF\xBB\xBFSecAction id:3,phase:1"}}));
  std::string order;
  for (const Rule& rule : set.rules)
    order += std::to_string(rule.id) + ' ' + set.files[rule.position.file] + ';';
  EXPECT_EQ(order, "1 test.conf;2 d/a;3 e;4 d/b;9 test.conf;");
}

TEST(Parse, SettingsLastOneCounts) {
  const RuleSet set = rules_of(
      "SecRuleEngine On\nsecruleengine detectiononly\nSecRequestBodyLimit 100\nSecRequestBodyLimitAction "
      "ProcessPartial\n"
      "SecResponseBodyMimeType text/b text/a\nSecResponseBodyMimeType \"text/c\"\nSecArgumentSeparator ;\n"
      "SecUnicodeMapFile u.map 20127\nSecAuditEngine RelevantOnly\nSecDebugLogLevel 3\nSecHashEngine Off\n",
      TableFiles(TableFiles::Table{
          {"u.map", "1250 (x)\n00a1:21\n\n20127 (US)\n00a2:63 00a0:20\n00a3:4c\n\n20261 (y)\n00a0:21\n"}}));
  EXPECT_EQ(set.settings.engine, EngineMode::kDetectionOnly);
  EXPECT_EQ(set.settings.request_body_bytes_max, 100U);
  EXPECT_EQ(set.settings.request_body_limit_action, LimitAction::kProcessPartial);
  EXPECT_EQ(set.settings.response_body_types, (std::vector<std::string>{"text/a", "text/b", "text/c"}));
  EXPECT_EQ(set.settings.argument_separator, ';');
  EXPECT_EQ(set.settings.audit, AuditMode::kRelevantOnly);
  ASSERT_TRUE(set.settings.unicode_map);
  EXPECT_EQ(set.settings.unicode_map->bytes.size(), 3U);
  EXPECT_EQ(set.settings.unicode_map->bytes[0], (std::pair<std::uint16_t, std::uint8_t>{0xA0, 0x20}));
  EXPECT_FALSE(set.settings.request_body_access) << "not said";
}

struct BadCase {
  const char* rules;
  const char* finding;
};

class ParseBad : public testing::TestWithParam<BadCase> {};

TEST_P(ParseBad, SaysWhereAndWhy) {
  const Parsed parsed = parse_text(GetParam().rules);
  EXPECT_FALSE(parsed.rules) << GetParam().rules;
  EXPECT_EQ(first_diagnostic(parsed), GetParam().finding) << GetParam().rules;
}

INSTANTIATE_TEST_SUITE_P(
    Directives, ParseBad,
    testing::Values(
        BadCase{"\n SecRul ARGS x id:1", R"(2:2 no such directive: "SecRul")"},
        BadCase{"SecRuleScript /x.lua",
                "1:1 SecRuleScript is not supported: a request must not start programs, and a "
                "Lua script is one"},
        BadCase{"SecRuleEngine Maybe", R"(1:15 SecRuleEngine is one of Off, DetectionOnly, On, not "Maybe")"},
        BadCase{"SecRequestBodyLimit 1k", R"(1:21 SecRequestBodyLimit is a whole number, not "1k")"},
        BadCase{"SecRequestBodyLimit", "1:1 SecRequestBodyLimit needs a value"},
        BadCase{"SecHashEngine On", "1:15 SecHashEngine can only be Off: links are not signed here"},
        BadCase{"SecCookieFormat 1", "1:17 SecCookieFormat can only be 0: no browser sends the other form"},
        BadCase{"SecRule ARGS", "1:1 SecRule needs the form SecRule VARIABLES \"OPERATOR\" \"ACTIONS\""},
        BadCase{"SecRule ARGS \"x\ny\" id:1", "1:15 the quote that begins here is not closed on its line"},
        BadCase{"Include nowhere", R"(1:9 cannot read "nowhere": no such file)"},
        BadCase{"Include no*", R"(1:9 no file is called "no*")"},
        BadCase{"SecMarker \"\"", "1:12 a marker needs a name"}));

INSTANTIATE_TEST_SUITE_P(
    Variables, ParseBad,
    testing::Values(BadCase{"SecRule ARGS|\\\nAGRS x id:1", R"(2:1 no such variable: "AGRS")"},
                    BadCase{"SecRule PERF_ALL x id:1",
                            "1:9 \"PERF_ALL\" is not supported: rules cannot see how long "
                            "rules take; the metrics say it"},
                    BadCase{"SecRule REQUEST_METHOD:x x id:1",
                            "1:24 REQUEST_METHOD is one value and takes no selector"},
                    BadCase{"SecRule XML x id:1", "1:9 XML needs a selector"},
                    BadCase{"SecRule ARGS| x id:1", "1:14 expected the name of a variable"},
                    BadCase{"SecRule ARGS: x id:1", "1:14 a selector is missing behind the colon"},
                    BadCase{"SecRule ARGS:'a x id:1", "1:14 the quote of this selector is not closed"},
                    BadCase{"SecRule \"ARGS ARGS_NAMES\" x id:1", "1:15 expected | between variables"}));

INSTANTIATE_TEST_SUITE_P(
    Operators, ParseBad,
    testing::Values(BadCase{"SecRule ARGS \"@contain x\" id:1", R"(1:15 no such operator: "contain")"},
                    BadCase{"SecRule ARGS \"@inspectFile x\" id:1",
                            "1:15 @inspectFile is not supported: a request must not start programs"},
                    BadCase{"SecRule ARGS \"@ipMatch 1.2.3\" id:1",
                            R"(1:24 not an address or a network: "1.2.3")"},
                    BadCase{"SecRule ARGS \"@validateByteRange 1,300\" id:1",
                            R"(1:36 not a byte from 0 to 255, nor a range of them: "300")"},
                    BadCase{"SecRule ARGS \"@pm \" id:1", "1:15 @pm needs at least one word"},
                    BadCase{"SecRule ARGS \"@pmFromFile https://x/y\" id:1",
                            R"(1:27 rules come from files, not from the network: "https://x/y")"},
                    BadCase{"SecRule ARGS \"@streq a%{tz.b}\" id:1", R"(1:25 no such variable: "tz")"}));

INSTANTIATE_TEST_SUITE_P(
    Actions, ParseBad,
    testing::Values(
        BadCase{"SecAction \"id:1,\\\n  phase:1,\\\n  dney\"", R"(3:3 no such action: "dney")"},
        BadCase{"SecAction \"id:1,phase:1,t:lowercas\"", R"(1:27 no such transformation: "lowercas")"},
        BadCase{"SecAction \"id:1,phase:1,exec:/x\"",
                "1:25 exec is not supported: a request must not start programs"},
        BadCase{"SecAction \"id:1,phase:6\"",
                R"(1:23 phase is 1 to 5, request, response or logging, not "6")"},
        BadCase{"SecAction \"id:x,phase:1\"", R"(1:15 id is a whole number from 1, not "x")"},
        BadCase{"SecAction \"phase:1\"", "1:1 a rule needs an id: id:…"},
        BadCase{"SecAction \"id:1,phase:1,msg\"", "1:25 msg needs a value: msg:…"},
        BadCase{"SecAction \"id:1,phase:1,deny:1\"", "1:25 deny takes no value"},
        BadCase{"SecAction \"id:1,phase:1,msg:'a\"", "1:29 the quote of this value is not closed"},
        BadCase{"SecAction \"id:1,phase:1,setvar:args.x=1\"", "1:32 ARGS cannot be changed by a rule"},
        BadCase{"SecAction \"id:1,phase:1,setvar:x\"",
                R"(1:32 setvar needs the form collection.name, here is "x")"},
        BadCase{"SecAction \"id:1,phase:1,ctl:ruleEngin=On\"", R"(1:29 no such option of ctl: "ruleEngin")"},
        BadCase{"SecAction \"id:1,phase:1,ctl:ruleRemoveById=9-1\"",
                R"(1:44 not a rule id, nor a range of them: "9-1")"},
        BadCase{"SecAction \"id:1,phase:1,skipAfter:END\"", R"(1:25 no SecMarker "END" to skip to)"},
        BadCase{"SecAction id:1,phase:1\nSecAction id:1,phase:2",
                "2:11 id 1 is taken by the rule at test.conf:1"}));

INSTANTIATE_TEST_SUITE_P(Chains, ParseBad,
                         testing::Values(BadCase{"SecRule ARGS x id:1,phase:1,chain",
                                                 "1:29 no rule follows to go on with the chain"},
                                         BadCase{"SecRule ARGS x id:1,phase:1,chain\nSecRule ARGS x id:2",
                                                 "2:16 only the first rule of a chain has an id"},
                                         BadCase{
                                             "SecRule ARGS x id:1,phase:1,chain\nSecRule ARGS x deny",
                                             "2:16 only the first rule of a chain has a disruptive action"}));

TEST(Parse, SaysAllOfThemWithTheLineAndAHint) {
  const Parsed parsed = parse_text("SecRule AGRS \"@rx x\" \"id:1,phase:2,\\\n\tdney\"\nSecFoo\n");
  EXPECT_EQ(diagnostics(parsed),
            "test.conf:1:9: error: no such variable: \"AGRS\"\n"
            "    SecRule AGRS \"@rx x\" \"id:1,phase:2,\\\n"
            "            ^\n"
            "  did you mean ARGS?\n"
            "test.conf:2:2: error: no such action: \"dney\"\n"
            "     dney\"\n"
            "     ^\n"
            "  did you mean deny?\n"
            "test.conf:3:1: error: no such directive: \"SecFoo\"\n"
            "    SecFoo\n"
            "    ^\n");
}

TEST(Parse, WarnsOfWhatDoesNothing) {
  for (const BadCase& one : {
           BadCase{"SecRule ARGS \"@rbl x\" id:1,phase:2",
                   "1:15 @rbl has no effect: it never matches: a request must not wait for a name server"},
           BadCase{"SecRule ARGS x id:1", "1:1 no phase: the rule runs in phase 2"},
           BadCase{"# a comment \\\nSecFoo",
                   "2:1 this line belongs to the comment above, which ends in a backslash"},
           BadCase{"SecRuleRemoveById 7", "1:19 no rule has this id"},
           BadCase{"SecMarker A\nSecAction id:1,phase:1,skipAfter:A",
                   "2:24 SecMarker \"A\" stands before this rule: skipping ends the phase"},
       }) {
    const Parsed parsed = parse_text(one.rules);
    EXPECT_TRUE(parsed.rules) << one.rules;
    EXPECT_EQ(first_diagnostic(parsed), one.finding) << one.rules;
  }
}

TEST(Parse, LineEndsOfOtherSystems) {
  const RuleSet set = rules_of("SecAction \\\r\n  \"id:1,\\\r\n  phase:1\"\r\nSecMarker END\r\n");
  ASSERT_EQ(set.rules.size(), 1U);
  EXPECT_EQ(set.markers[0].name, "END");
}

}  // namespace
}  // namespace bulkhead::seclang

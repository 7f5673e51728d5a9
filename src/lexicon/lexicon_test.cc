// What must hold: every word is found under its own name in any case, no two words share a name, and whatever is not
// supported says why.

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "lexicon/action.h"
#include "lexicon/ctl.h"
#include "lexicon/directive.h"
#include "lexicon/operator.h"
#include "lexicon/phase.h"
#include "lexicon/severity.h"
#include "lexicon/spelling.h"
#include "lexicon/transformation.h"
#include "lexicon/variable.h"

namespace bulkhead::lexicon {
namespace {

std::string in_capitals(std::string_view word) {
  std::string capitals(word);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

/// Every one of `count` words is found by its name in two cases, and nothing else has that name.
template <typename Word, typename Find>
void expect_found(std::size_t count, Find find) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    const auto word = static_cast<Word>(i);
    const std::string_view spelled = name(word);
    ASSERT_FALSE(spelled.empty()) << i;
    EXPECT_EQ(find(spelled), word) << spelled;
    EXPECT_EQ(find(in_capitals(spelled)), word) << spelled;
    EXPECT_TRUE(names.insert(in_capitals(spelled)).second) << spelled << " twice";
  }
  EXPECT_FALSE(find("")) << "no word";
  EXPECT_FALSE(find("frobnicate"));
}

TEST(Lexicon, EveryWordIsFoundByItsName) {
  expect_found<Variable>(kVariables, find_variable);
  expect_found<Operator>(kOperators, find_operator);
  expect_found<Action>(kActions, find_action);
  expect_found<Ctl>(kCtls, find_ctl);
  expect_found<Directive>(kDirectives, find_directive);
  expect_found<Transformation>(kTransformations, find_transformation);
  expect_found<Severity>(kSeverities, find_severity);
}

template <typename Word>
void expect_reasons(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto word = static_cast<Word>(i);
    EXPECT_EQ(standing(word).supported(), standing(word).reason.empty()) << name(word);
  }
}

TEST(Lexicon, WhatIsNotSupportedSaysWhy) {
  expect_reasons<Operator>(kOperators);
  expect_reasons<Action>(kActions);
  expect_reasons<Ctl>(kCtls);
  expect_reasons<Directive>(kDirectives);
  EXPECT_TRUE(why_no_variable("perf_all"));
  EXPECT_FALSE(why_no_variable("ARGS"));
  EXPECT_FALSE(why_no_variable("NONSENSE"));
}

TEST(Lexicon, SecondNames) {
  EXPECT_EQ(find_operator("pmF"), Operator::kPmFromFile);
  EXPECT_EQ(find_operator("ipMatchF"), Operator::kIpMatchFromFile);
  EXPECT_EQ(find_action("sanitizeArg"), Action::kSanitiseArg);
  EXPECT_EQ(find_variable("Multipart_Semicolon_Missing"), Variable::kMultipartMissingSemicolon);
  EXPECT_EQ(find_transformation("normalizePathWin"), Transformation::kNormalisePathWin);
}

TEST(Lexicon, Phases) {
  EXPECT_EQ(find_phase("1"), Phase::kRequestHeaders);
  EXPECT_EQ(find_phase("5"), Phase::kLogging);
  EXPECT_EQ(find_phase("REQUEST"), Phase::kRequestBody);
  EXPECT_EQ(find_phase("response"), Phase::kResponseBody);
  EXPECT_EQ(find_phase("Logging"), Phase::kLogging);
  for (const char* none : {"", "0", "6", "12", "headers"}) EXPECT_FALSE(find_phase(none)) << none;
}

TEST(Lexicon, Severities) {
  EXPECT_EQ(find_severity("critical"), Severity::kCritical);
  EXPECT_EQ(find_severity("2"), Severity::kCritical);
  for (const char* none : {"", "8", "10", "-1", "grave"}) EXPECT_FALSE(find_severity(none)) << none;
}

TEST(Lexicon, TablesAreInStepWithTheirEnumerations) {
  // The first and the last of each, and one from the middle: a row left out would shift them.
  EXPECT_EQ(name(Variable::kXml), "XML");
  EXPECT_EQ(name(Variable::kRequestUriRaw), "REQUEST_URI_RAW");
  EXPECT_EQ(name(Operator::kWithin), "within");
  EXPECT_EQ(name(Operator::kRx), "rx");
  EXPECT_EQ(name(Action::kXmlNs), "xmlns");
  EXPECT_EQ(name(Action::kSetVar), "setvar");
  EXPECT_EQ(name(Ctl::kRuleRemoveTargetByTag), "ruleRemoveTargetByTag");
  EXPECT_EQ(name(Directive::kSecXmlExternalEntity), "SecXmlExternalEntity");
  EXPECT_EQ(name(Directive::kSecRule), "SecRule");
  EXPECT_EQ(life(Variable::kTx), VariableLife::kSettable);
  EXPECT_EQ(shape(Variable::kXml), VariableShape::kSelected);
  EXPECT_EQ(first_phase(Variable::kArgs), Phase::kRequestBody);
}

}  // namespace
}  // namespace bulkhead::lexicon

#include "oracle/rule_grammar.h"

#include <array>
#include <string_view>

namespace bulkhead::oracle {

namespace {

constexpr std::array<std::string_view, 27> kWords = {"a",
                                                     "b",
                                                     "ab",
                                                     "A",
                                                     "Ab",
                                                     "abc",
                                                     "1",
                                                     "0",
                                                     "12",
                                                     "-3",
                                                     "a b",
                                                     "  a ",
                                                     "%61",
                                                     "%2561",
                                                     "%zz",
                                                     "%",
                                                     "\x00",
                                                     "\xc3\xa9",
                                                     "\xff",
                                                     "union select 1",
                                                     "' or 1=1",
                                                     "<script>alert(1)</script>",
                                                     "4111 1111 1111 1111",
                                                     "a=b;c",
                                                     "ab\nab",
                                                     "/etc/passwd",
                                                     ""};

std::string word(const Choose& choose) {
  std::string out;
  for (std::size_t left = choose(3) + 1; left > 0; --left) out += kWords[choose(kWords.size())];
  return out;
}

const std::string& one_of(const std::vector<std::string>& from, const Choose& choose) {
  return from[choose(from.size())];
}

// Variables, operator and transformations of one link, up to where its other actions follow.
std::string link_from(const Choose& choose) {
  const Vocabulary& words = vocabulary();
  std::string targets = one_of(words.targets, choose);
  while (choose(3) == 0) targets += "|" + one_of(words.targets, choose);
  std::string actions = "t:none";
  for (std::size_t left = choose(3); left > 0; --left) {
    actions += ",t:" + one_of(words.transformations, choose);
  }
  const std::string op = (choose(5) == 0 ? "!" : "") + one_of(words.operators, choose);
  std::string rule = "SecRule " + targets + " \"" + op + "\" \"" + actions;
  for (std::size_t left = choose(3); left > 0; --left) rule += "," + one_of(words.actions, choose);
  return rule;
}

std::string flow_from(const Choose& choose) {
  constexpr std::array<std::string_view, 8> kFlows = {
      "pass",        "pass,skip:1", "pass,skipAfter:END", "pass,nolog", "deny,status:403", "block",
      "allow:phase", "allow"};
  // Most rules let the request go on: else little of a rule set would ever run.
  const std::size_t choice = choose(24);
  return std::string(kFlows[choice < kFlows.size() ? choice : 0]);
}

}  // namespace

const Vocabulary& vocabulary() {
  static const Vocabulary words = {
      {"ARGS",
       "ARGS:a",
       "ARGS:/^a/",
       "ARGS_NAMES",
       "&ARGS",
       "&ARGS:a",
       "ARGS|!ARGS:a",
       "ARGS|!ARGS:/b/",
       "REQUEST_URI",
       "REQUEST_URI_RAW",
       "QUERY_STRING",
       "REQUEST_HEADERS:User-Agent",
       "REQUEST_COOKIES",
       "REQUEST_BODY",
       "ARGS_POST",
       "MATCHED_VAR",
       "MATCHED_VARS",
       "MATCHED_VARS_NAMES",
       "TX:0",
       "TX:score",
       "&TX:score",
       "REQUEST_METHOD",
       "REQUEST_BASENAME",
       "ARGS_COMBINED_SIZE"},
      {"lowercase", "urlDecode", "urlDecodeUni", "compressWhitespace", "removeNulls", "length",
       "htmlEntityDecode", "trim", "removeWhitespace", "normalizePath", "sha1", "hexEncode", "base64Decode",
       "replaceComments", "cmdLine"},
      {"@rx a",
       "@rx ^a",
       "@rx (a)(b)?",
       "@rx (?i)AB",
       "@rx ^$",
       "@rx b$",
       "@rx [^a-z]",
       "@rx (?:a|b)+c",
       "@rx \\bab\\b",
       "@rx a.b",
       "@rx (a)|(b)",
       "@rxGlobal (a)(b)?",
       "@pm ab abc",
       "@pm A b c12",
       "@pm union etc/pass",
       "@contains ab",
       "@containsWord ab",
       "@beginsWith a",
       "@endsWith b",
       "@streq ab",
       "@strmatch b",
       "@within abc 12",
       "@eq 1",
       "@eq 0",
       "@ge 2",
       "@gt 0",
       "@lt 3",
       "@le -3",
       "@validateByteRange 32-126",
       "@validateUrlEncoding",
       "@validateUtf8Encoding",
       "@detectSQLi",
       "@detectXSS",
       "@unconditionalMatch",
       "@noMatch",
       "@verifyCC \\d{4} ?\\d{4} ?\\d{4} ?\\d{4}",
       "@rx %{tx.score}",
       "@streq %{ARGS.a}",
       "@contains %{MATCHED_VAR}",
       "@within %{tx.0}",
       "@ge %{tx.score}",
       "@rx (?=a)a",
       "@rx (a)\\1",
       "@rx (?<!a)b"},
      {"capture", "multiMatch", "setvar:tx.score=+1", "setvar:tx.score=%{MATCHED_VAR}", "setvar:tx.0=x",
       "setvar:!tx.score", "setvar:tx.%{MATCHED_VAR_NAME}=%{tx.0}", "severity:2",
       "capture,setvar:tx.got=%{tx.1}", "ctl:ruleRemoveById=3-4", "ctl:ruleRemoveTargetById=2;ARGS:a",
       "ctl:ruleRemoveByTag=odd", "tag:odd", "setvar:tx.score=-2"}};
  return words;
}

std::string rules_from(const Choose& choose) {
  std::string rules = "SecAction \"id:9000,phase:1,pass,nolog,setvar:tx.score=1\"\n";
  const std::size_t count = choose(11) + 1;
  for (std::size_t i = 1; i <= count; ++i) {
    const std::string id = std::to_string(i);
    rules += link_from(choose) + ",id:" + id + ",phase:" + std::to_string(choose(4) == 0 ? 1 : 2) + "," +
             flow_from(choose) + ",msg:'m" + id + "',logdata:'%{tx.0}|%{MATCHED_VAR_NAME}=%{MATCHED_VAR}'";
    for (std::size_t links = choose(4) == 0 ? choose(3) : 0; links > 0; --links) {
      rules += ",chain\"\n" + link_from(choose);
    }
    rules += "\"\n";
    if (choose(6) == 0) rules += "SecMarker END\n";
  }
  return rules + "SecMarker END\n";
}

Exchange exchange_from(const Choose& choose) {
  constexpr std::array<std::string_view, 6> kNames = {"a", "b", "ab", "A", "a b", ""};
  std::string query;
  for (std::size_t left = choose(4); left > 0; --left) {
    query += std::string(kNames[choose(kNames.size())]) + "=" + percent_encoded(word(choose)) + "&";
  }
  Exchange exchange = get_request("/");
  if (choose(3) == 0) exchange = post_request("application/x-www-form-urlencoded", query);
  if (choose(3) != 0) exchange.target = "/a/b" + (query.empty() ? "" : "?" + query);
  if (choose(3) == 0) exchange.fields.emplace_back("Cookie", "a=" + percent_encoded(word(choose)) + "; b=1");
  return exchange;
}

}  // namespace bulkhead::oracle

// Small rule sets, one feature a row, with what must be found written by hand: both engines must find just that.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oracle/both.h"

namespace bulkhead::oracle {
namespace {

struct Row {
  std::string name;
  std::string rules;
  std::string target;  // Of GET; behind a blank a body: POST as a form.
  std::string
      logged;  // "id:target:data" of each rule, separated by blanks; then "=name:value" of TX, "!how:status".
};

std::string logged_of(const Outcome& outcome) {
  std::string out;
  const auto add = [&](const std::string& word) { out += (out.empty() ? "" : " ") + word; };
  for (const LoggedRule& rule : outcome.logged) {
    add(std::to_string(rule.id) + ":" + rule.target + (rule.log_data.empty() ? "" : ":" + rule.log_data));
  }
  for (const auto& [name, value] : outcome.tx) add("=" + name + ":" + value);
  if (!outcome.stopped.how.empty()) {
    add("!" + outcome.stopped.how + ":" + std::to_string(outcome.stopped.status));
  }
  return out;
}

Exchange exchange_of(const std::string& target) {
  const std::size_t blank = target.find(' ');
  if (blank == std::string::npos) return get_request(target);
  Exchange exchange = post_request("application/x-www-form-urlencoded", target.substr(blank + 1));
  exchange.target = target.substr(0, blank);
  return exchange;
}

const std::vector<Row>& rows();

TEST(RuleTable, BothEnginesFindWhatIsWrittenHere) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    std::string why;
    const auto both = Both::from(row.rules, why);
    if (both == nullptr) {
      ADD_FAILURE() << why;
      continue;
    }
    const Exchange exchange = exchange_of(row.target);
    const Outcome truth = both->truth(exchange);
    EXPECT_EQ(logged_of(truth), row.logged);
    EXPECT_EQ(difference(truth, both->fast(exchange, truth)), "") << text(exchange);
  }
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"a rule that matches", R"~(SecRule ARGS:q "@rx b+" "id:1,phase:2,pass")~", "/?q=abbc", "1:ARGS:q"},
      {"and one that does not", R"~(SecRule ARGS:q "@rx x" "id:1,phase:2,pass")~", "/?q=abbc", ""},
      {"nolog", R"~(SecRule ARGS:q "@rx b" "id:1,phase:2,pass,nolog,setvar:tx.a=1")~", "/?q=b", "=a:1"},
      {"names in any case, the last that matched",
       R"~(SecRule ARGS:Q "@rx ." "id:1,phase:2,pass,logdata:'%{MATCHED_VAR}'")~", "/?q=a&Q=b", "1:ARGS:Q:b"},
      {"a name by pattern", R"~(SecRule ARGS:/^q/ "@rx ." "id:1,phase:2,pass,setvar:tx.n=+1")~",
       "/?q1=a&xq=b&q2=c", "1:ARGS:q2 =n:2"},
      {"an exclusion", R"~(SecRule ARGS|!ARGS:b "@rx ." "id:1,phase:2,pass,setvar:tx.n=+1")~", "/?a=1&b=2",
       "1:ARGS:a =n:1"},
      {"twice selected is looked at twice",
       R"~(SecRule ARGS|ARGS:a "@rx ." "id:1,phase:2,pass,setvar:tx.n=+1")~", "/?a=1", "1:ARGS:a =n:2"},
      {"a count", R"~(SecRule &ARGS "@eq 2" "id:1,phase:2,pass,logdata:'%{MATCHED_VAR}'")~", "/?a=1&b=2",
       "1:ARGS:2"},
      {"a count does not heed exclusions", R"~(SecRule &ARGS|!ARGS:b "@eq 2" "id:1,phase:2,pass")~",
       "/?a=1&b=2", "1:ARGS"},
      {"negated: values that are there", R"~(SecRule ARGS "!@rx a" "id:1,phase:2,pass")~", "/?q=b",
       "1:ARGS:q"},
      {"negated: no value, no match", R"~(SecRule ARGS "!@rx a" "id:1,phase:2,pass")~", "/", ""},
      {"capture", R"~(SecRule ARGS "@rx (a)(x)?(b)" "id:1,phase:2,pass,capture")~", "/?q=ab",
       "1:ARGS:q =0:ab =1:a =3:b"},
      {"capture stays", R"~(SecRule ARGS "@rx (a)" "id:1,phase:2,pass,nolog,capture"
SecRule ARGS "@rx (x)" "id:2,phase:2,pass,capture")~",
       "/?q=a", "=0:a =1:a"},
      {"capture of a match that a negation makes none",
       R"~(SecRule ARGS "!@rx (x)" "id:1,phase:2,pass,capture")~", "/?q=x", "=0:x =1:x"},
      {"@pm: the one that ends first", R"~(SecRule ARGS "@pm cde ABC bc" "id:1,phase:2,pass,capture")~",
       "/?q=xabcde", "1:ARGS:q =0:abc"},
      {"@rxGlobal numbers on", R"~(SecRule ARGS "@rxGlobal (a)(b)?" "id:1,phase:2,pass,capture")~", "/?q=aa",
       "1:ARGS:q =0:a =1:a =2:a =3:a"},
      {"@eq: what is no number is 0", R"~(SecRule ARGS "@eq 0" "id:1,phase:2,pass")~", "/?q=x", "1:ARGS:q"},
      {"@gt beyond 32 bits", R"~(SecRule ARGS "@gt 10" "id:1,phase:2,pass")~", "/?q=11111111111", "1:ARGS:q"},
      {"@lt beyond 32 bits", R"~(SecRule ARGS "@lt 3000000000" "id:1,phase:2,pass")~", "/?q=5", "1:ARGS:q"},
      {"@within of nothing", R"~(SecRule ARGS "@within abc" "id:1,phase:2,pass")~", "/?q=", "1:ARGS:q"},
      {"@containsWord", R"~(SecRule ARGS "@containsWord or" "id:1,phase:2,pass")~", "/?a=for&b=1or1",
       "1:ARGS:b"},
      {"transformations in order",
       R"~(SecRule ARGS "@streq ab" "id:1,phase:2,pass,t:none,t:urlDecode,t:lowercase")~", "/?q=%2541B",
       "1:ARGS:q"},
      {"multiMatch looks at every form",
       R"~(SecRule ARGS "@rx ." "id:1,phase:2,pass,t:lowercase,t:length,multiMatch,setvar:tx.n=+1")~",
       "/?q=AB", "1:ARGS:q =n:3"},
      {"a chain: the last link names the target, the first the data",
       R"~(SecRule ARGS:a "@rx x" "id:1,phase:2,pass,logdata:'%{MATCHED_VAR}',chain"
SecRule ARGS:b "@rx y" "setvar:tx.b=1")~",
       "/?a=x&b=y", "1:ARGS:b:y =b:1"},
      {"a chain that breaks: what setvar did stays",
       R"~(SecRule ARGS:a "@rx x" "id:1,phase:2,pass,setvar:tx.a=1,chain"
SecRule ARGS:b "@rx n" "setvar:tx.b=1")~",
       "/?a=x&b=y", "=a:1"},
      {"MATCHED_VARS grow from rule to rule", R"~(SecRule ARGS:a "@rx x" "id:1,phase:2,pass,nolog"
SecRule ARGS:b "@rx y" "id:2,phase:2,pass,nolog"
SecRule &MATCHED_VARS "@eq 2" "id:3,phase:2,pass")~",
       "/?a=x&b=y", "3:MATCHED_VARS"},
      {"and end with one that does not match", R"~(SecRule ARGS:a "@rx x" "id:1,phase:2,pass,nolog"
SecRule ARGS:b "@rx n" "id:2,phase:2,pass,nolog"
SecRule &MATCHED_VARS "@eq 0" "id:3,phase:2,pass")~",
       "/?a=x&b=y", "3:MATCHED_VARS"},
      {"but not with one that is removed",
       R"~(SecRule ARGS:a "@rx x" "id:1,phase:2,pass,nolog,ctl:ruleRemoveById=2"
SecRule ARGS:b "@rx n" "id:2,phase:2,pass,nolog"
SecRule &MATCHED_VARS "@eq 1" "id:3,phase:2,pass")~",
       "/?a=x&b=y", "3:MATCHED_VARS"},
      {"an operand is filled in for each value",
       R"~(SecRule ARGS "@contains %{MATCHED_VAR}" "id:1,phase:2,pass")~", "/?a=x&b=y", "1:ARGS:a"},
      {"also after setvar", R"~(SecAction "id:9,phase:1,pass,nolog,setvar:tx.n=0"
SecRule ARGS "@eq %{tx.n}" "id:1,phase:2,pass,nolog,setvar:tx.n=+1")~",
       "/?a=0&b=0", "=n:1"},
      {"an empty file name is a value", R"~(SecRule REQUEST_BASENAME "!@endsWith .pdf" "id:1,phase:1,pass")~",
       "/", "1:REQUEST_BASENAME"},
      {"an empty query is a value", R"~(SecRule QUERY_STRING "@rx ^$" "id:1,phase:1,pass")~", "/",
       "1:QUERY_STRING"},
      {"an empty body is a value", R"~(SecRule REQUEST_BODY "@rx ^$" "id:1,phase:2,pass")~", "/",
       "1:REQUEST_BODY"},
      {"MATCHED_VAR before any match is an empty value",
       R"~(SecRule MATCHED_VAR "@rx ^$" "id:1,phase:1,pass")~", "/", "1:MATCHED_VAR"},
      {"an operand that comes out empty", R"~(SecRule ARGS "@rx %{tx.none}" "id:1,phase:2,pass,capture")~",
       "/?q=xy", "1:ARGS:q =0:xy"},
      {"skip", R"~(SecAction "id:1,phase:2,pass,nolog,skip:1"
SecRule ARGS "@rx ." "id:2,phase:2,pass"
SecRule ARGS "@rx ." "id:3,phase:2,pass")~",
       "/?q=x", "3:ARGS:q"},
      {"skipAfter", R"~(SecAction "id:1,phase:2,pass,nolog,skipAfter:END"
SecRule ARGS "@rx ." "id:2,phase:2,pass"
SecMarker END
SecRule ARGS "@rx ." "id:3,phase:2,pass")~",
       "/?q=x", "3:ARGS:q"},
      {"allow: no rule but those of logging", R"~(SecAction "id:1,phase:1,nolog,allow"
SecRule ARGS "@rx ." "id:2,phase:2,pass"
SecRule ARGS "@rx ." "id:3,phase:5,pass")~",
       "/?q=x", "3:ARGS:q"},
      {"allow:phase", R"~(SecAction "id:1,phase:1,nolog,allow:phase"
SecRule ARGS "@rx ." "id:2,phase:1,pass"
SecRule ARGS "@rx ." "id:3,phase:2,pass")~",
       "/?q=x", "3:ARGS:q"},
      {"allow:request", R"~(SecAction "id:1,phase:1,nolog,allow:request"
SecRule ARGS "@rx ." "id:2,phase:2,pass"
SecRule ARGS "@rx ." "id:3,phase:3,pass")~",
       "/?q=x", "3:ARGS:q"},
      {"deny ends the phase and those behind it, not logging",
       R"~(SecRule ARGS "@rx ." "id:1,phase:1,deny,status:418"
SecRule ARGS "@rx ." "id:2,phase:2,pass"
SecRule ARGS "@rx ." "id:3,phase:5,pass")~",
       "/?q=x", "1:ARGS:q 3:ARGS:q !deny:418"},
      {"only looking on",
       "SecRuleEngine DetectionOnly\n"
       R"~(SecRule ARGS "@rx ." "id:1,phase:2,deny,status:403")~",
       "/?q=x", "1:ARGS:q"},
      {"ctl:ruleRemoveTargetById", R"~(SecAction "id:9,phase:1,pass,nolog,ctl:ruleRemoveTargetById=1;ARGS:a"
SecRule ARGS "@rx ." "id:1,phase:2,pass,setvar:tx.n=+1")~",
       "/?a=x&b=y", "1:ARGS:b =n:1"},
      {"ctl:ruleRemoveByTag", R"~(SecAction "id:9,phase:1,pass,nolog,ctl:ruleRemoveByTag=odd"
SecRule ARGS "@rx ." "id:1,phase:2,pass,tag:odd"
SecRule ARGS "@rx ." "id:2,phase:2,pass,tag:'odd/even'")~",
       "/?a=x", "2:ARGS:a"},
      {"ctl:ruleEngine=Off begins with the next phase",
       R"~(SecAction "id:1,phase:2,pass,nolog,ctl:ruleEngine=Off"
SecRule ARGS "@rx ." "id:2,phase:2,pass"
SecRule ARGS "@rx ." "id:3,phase:5,pass")~",
       "/?a=x", "2:ARGS:a"},
      {"a form is read", R"~(SecRule ARGS_POST:a "@streq x y" "id:1,phase:2,pass")~", "/ a=x+y",
       "1:ARGS_POST:a"},
      {"a collection that outlives the request",
       R"~(SecAction "id:9,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"
SecRule ARGS "@rx ." "id:1,phase:2,pass,nolog,setvar:ip.n=+2"
SecRule IP:n "@eq 2" "id:2,phase:2,pass")~",
       "/?a=x", "2:IP:n"},
  };
  return all;
}

}  // namespace
}  // namespace bulkhead::oracle

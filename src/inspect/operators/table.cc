#include <array>

#include "inspect/operators/operator.h"
#include "lexicon/operator.h"

namespace bulkhead::inspect::operators {

namespace {

using lexicon::Operator;

constexpr std::array<Function, lexicon::kOperators> table() {
  std::array<Function, lexicon::kOperators> functions{};
  const auto put = [&](Operator op, Function f) { functions[static_cast<std::size_t>(op)] = f; };
  put(Operator::kBeginsWith, begins_with);
  put(Operator::kContains, contains);
  put(Operator::kContainsWord, contains_word);
  put(Operator::kDetectSqli, detect_sqli);
  put(Operator::kDetectXss, detect_xss);
  put(Operator::kEndsWith, ends_with);
  put(Operator::kEq, eq);
  put(Operator::kGe, ge);
  put(Operator::kGeoLookup, geo_lookup);
  put(Operator::kGt, gt);
  put(Operator::kIpMatch, ip_match);
  put(Operator::kIpMatchFromFile, ip_match);
  put(Operator::kLe, le);
  put(Operator::kLt, lt);
  put(Operator::kNoMatch, no_match);
  put(Operator::kPm, pm);
  put(Operator::kPmFromFile, pm);
  put(Operator::kRx, rx);
  put(Operator::kRxGlobal, rx_global);
  put(Operator::kStrEq, str_eq);
  put(Operator::kStrMatch, contains);
  put(Operator::kUnconditionalMatch, unconditional_match);
  put(Operator::kValidateByteRange, validate_byte_range);
  put(Operator::kValidateUrlEncoding, validate_url_encoding);
  put(Operator::kValidateUtf8Encoding, validate_utf8_encoding);
  put(Operator::kVerifyCc, verify_cc);
  put(Operator::kVerifyCpf, verify_cpf);
  put(Operator::kVerifySsn, verify_ssn);
  put(Operator::kVerifySvnr, verify_svnr);
  put(Operator::kWithin, within);
  return functions;
}

constexpr std::array<Function, lexicon::kOperators> kTable = table();

}  // namespace

Function function(std::uint8_t op) { return op < kTable.size() ? kTable[op] : nullptr; }

void take_whole(std::string_view text, Match& match) {
  match.begin = 0;
  match.end = text.size();
  match.groups_count = 1;
  match.groups[0] = {text, true};
}

}  // namespace bulkhead::inspect::operators

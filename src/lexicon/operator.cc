#include "lexicon/operator.h"

#include <array>

#include "lexicon/spelling.h"

namespace bulkhead::lexicon {

namespace {

struct Row {
  std::string_view name;
  OperatorArgument argument;
  Standing standing;
};

using enum OperatorArgument;
constexpr Standing kYes{};
constexpr Standing refused(std::string_view reason) { return {Support::kRefused, reason}; }

constexpr Standing kNoXmlFiles =
    refused("it reads files and the whole of an XML parser's grammar into the request's process");

constexpr std::array<Row, kOperators> kRows = {{
    {"beginsWith", kText, kYes},
    {"contains", kText, kYes},
    {"containsWord", kText, kYes},
    {"detectSQLi", kNone, kYes},
    {"detectXSS", kNone, kYes},
    {"endsWith", kText, kYes},
    {"eq", kNumber, kYes},
    {"fuzzyHash", kText, refused("it needs ssdeep, and its cost grows with every known hash")},
    {"ge", kNumber, kYes},
    {"geoLookup", kNone, kYes},
    {"gsbLookup", kText, refused("the service it asks no longer exists")},
    {"gt", kNumber, kYes},
    {"inspectFile", kText, refused("a request must not start programs")},
    {"ipMatch", kNetworks, kYes},
    {"ipMatchFromFile", kFileName, kYes},
    {"le", kNumber, kYes},
    {"lt", kNumber, kYes},
    {"noMatch", kNone, kYes},
    {"pm", kWords, kYes},
    {"pmFromFile", kFileName, kYes},
    {"rbl", kText, {Support::kNoEffect, "it never matches: a request must not wait for a name server"}},
    {"rsub", kText, refused("rules judge a request, they do not rewrite it")},
    {"rx", kPattern, kYes},
    {"rxGlobal", kPattern, kYes},
    {"streq", kText, kYes},
    {"strmatch", kText, kYes},
    {"unconditionalMatch", kNone, kYes},
    {"validateByteRange", kBytes, kYes},
    {"validateDTD", kText, kNoXmlFiles},
    {"validateHash", kText, refused("links are not signed here")},
    {"validateSchema", kText, kNoXmlFiles},
    {"validateUrlEncoding", kNone, kYes},
    {"validateUtf8Encoding", kNone, kYes},
    {"verifyCC", kPattern, kYes},
    {"verifyCPF", kPattern, kYes},
    {"verifySSN", kPattern, kYes},
    {"verifySVNR", kPattern, kYes},
    {"within", kText, kYes},
}};

const Row& row(Operator op) { return kRows.at(static_cast<std::size_t>(op)); }

}  // namespace

std::string_view name(Operator op) { return row(op).name; }

OperatorArgument argument(Operator op) { return row(op).argument; }

Standing standing(Operator op) { return row(op).standing; }

std::optional<Operator> find_operator(std::string_view name) {
  if (same_word(name, "pmf")) return Operator::kPmFromFile;
  if (same_word(name, "ipMatchF")) return Operator::kIpMatchFromFile;
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (same_word(name, kRows[i].name)) return static_cast<Operator>(i);
  }
  return std::nullopt;
}

}  // namespace bulkhead::lexicon

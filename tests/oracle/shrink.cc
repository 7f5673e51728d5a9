// Makes a request smaller as long as two engines differ about it.

#include <algorithm>
#include <vector>

#include "oracle/both.h"

namespace bulkhead::oracle {

namespace {

bool differs(const std::string& rules, const Exchange& exchange) {
  std::string why;
  const auto both = Both::from(rules, why);
  return both != nullptr && !both->disagreement(exchange).empty();
}

// Tries without each piece of `text`, pieces of half its size first.
void shrink_text(const std::string& rules, Exchange& exchange, std::string Exchange::* text) {
  for (std::size_t piece = (exchange.*text).size() / 2; piece > 0; piece /= 2) {
    for (std::size_t at = 0; at + piece <= (exchange.*text).size();) {
      Exchange smaller = exchange;
      (smaller.*text).erase(at, piece);
      if (differs(rules, smaller)) {
        exchange = smaller;
      } else {
        at += piece;
      }
    }
  }
}

void shrink_fields(const std::string& rules, Exchange& exchange, Fields Exchange::* fields) {
  for (std::size_t i = (exchange.*fields).size(); i-- > 0;) {
    Exchange smaller = exchange;
    (smaller.*fields).erase((smaller.*fields).begin() + static_cast<std::ptrdiff_t>(i));
    if (differs(rules, smaller)) exchange = smaller;
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string shrunk_rules(std::string rules, const Exchange& exchange) {
  std::vector<std::string> lines = lines_of(rules);
  for (std::size_t run = std::max<std::size_t>(lines.size() / 2, 3); run > 0; --run) {
    for (std::size_t i = lines.size(); i-- > 0;) {
      if (i + run > lines.size()) continue;
      std::string fewer;
      for (std::size_t k = 0; k < lines.size(); ++k) {
        if (k < i || k >= i + run) fewer += lines[k] + "\n";
      }
      if (!differs(fewer, exchange)) continue;
      lines = lines_of(fewer);
      rules = fewer;
    }
  }
  return rules;
}

}  // namespace

std::string smallest_disagreement(const std::string& rules, Exchange exchange) {
  std::string why;
  if (!differs(rules, exchange)) return "only with what earlier requests left behind\n";
  const std::string fewer = shrunk_rules(rules, exchange);
  shrink_fields(fewer, exchange, &Exchange::fields);
  shrink_fields(fewer, exchange, &Exchange::response_fields);
  for (const auto part : {&Exchange::target, &Exchange::body, &Exchange::response_body}) {
    shrink_text(fewer, exchange, part);
  }
  return Both::from(fewer, why)->disagreement(exchange);
}

}  // namespace bulkhead::oracle

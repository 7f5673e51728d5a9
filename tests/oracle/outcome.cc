#include "oracle/outcome.h"

#include <algorithm>
#include <sstream>
#include <string_view>

namespace bulkhead::oracle {

namespace {

std::string escaped(std::string_view value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '\\') {
      out += c;
    } else {
      out += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

std::vector<std::string> lines(const Outcome& outcome) {
  std::vector<std::string> out;
  if (!outcome.trouble.empty()) out.push_back("trouble " + outcome.trouble);
  for (const LoggedRule& rule : outcome.logged) {
    out.push_back("phase " + std::to_string(rule.phase) + " rule " + std::to_string(rule.id) + " on '" +
                  escaped(rule.target) + "' msg '" + escaped(rule.message) + "' data '" +
                  escaped(rule.log_data) + "'");
  }
  if (!outcome.stopped.how.empty()) {
    out.push_back(outcome.stopped.how + " by " + std::to_string(outcome.stopped.rule) + " status " +
                  std::to_string(outcome.stopped.status) + " " + escaped(outcome.stopped.url));
  }
  for (const auto& [name, value] : outcome.tx) out.push_back("tx." + escaped(name) + "=" + escaped(value));
  return out;
}

}  // namespace

std::string text(const Outcome& outcome) {
  std::string out;
  for (const std::string& line : lines(outcome)) out += line + "\n";
  return out;
}

std::string difference(const Outcome& truth, const Outcome& fast) {
  if (truth == fast) return {};
  const std::vector<std::string> left = lines(truth);
  const std::vector<std::string> right = lines(fast);
  std::string out;
  for (const std::string& line : left) {
    if (std::ranges::count(left, line) != std::ranges::count(right, line)) out += "  oracle: " + line + "\n";
  }
  for (const std::string& line : right) {
    if (std::ranges::count(left, line) != std::ranges::count(right, line)) out += "  engine: " + line + "\n";
  }
  if (out.empty()) out = "  the same lines in another order\n" + text(truth) + "  engine:\n" + text(fast);
  return out;
}

}  // namespace bulkhead::oracle

#include "oracle/operators.h"

#include <arpa/inet.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <optional>
#include <tuple>

#include "lexicon/spelling.h"
#include "oracle/checksums.h"
#include "oracle/utf8_check.h"

// What libmodsecurity carries of libinjection.
extern "C" {
int libinjection_sqli(const char* text, std::size_t bytes, char fingerprint[8]);
int libinjection_xss(const char* text, std::size_t bytes);
}

namespace bulkhead::oracle {

namespace {

using lexicon::Operator;

Judgement yes_when(bool matched) { return {matched, {}}; }

Judgement rx(const std::string& text, bool constant, const std::string& value) {
  if (text.empty() && constant) return {true, {}};
  const Pattern& pattern = Pattern::of(text.empty() ? ".*" : text, false);
  Judgement judgement;
  for (const auto& group : pattern.search(value)) {
    judgement.captures.emplace_back(group.number, value.substr(group.begin, group.end - group.begin));
  }
  judgement.matched = !judgement.captures.empty();
  return judgement;
}

// All matches one after the other; groups are numbered on from match to match.
Judgement rx_global(const std::string& text, bool constant, const std::string& value) {
  if (text.empty() && constant) return {true, {}};
  const Pattern& pattern = Pattern::of(text.empty() ? ".*" : text, false);
  constexpr unsigned kNotEmptyHere = 0x80000000u | 0x00000008u;  // PCRE2_ANCHORED | PCRE2_NOTEMPTY_ATSTART
  Judgement judgement;
  bool was_empty = false;
  for (std::size_t from = 0; from <= value.size();) {
    const auto groups = pattern.search(value, from, was_empty ? kNotEmptyHere : 0);
    if (groups.empty()) {
      if (!was_empty) break;
      was_empty = false;
      ++from;
      continue;
    }
    const std::size_t first = judgement.captures.size();
    for (const auto& group : groups) {
      judgement.captures.emplace_back(first + group.number,
                                      value.substr(group.begin, group.end - group.begin));
    }
    was_empty = groups.front().begin == groups.front().end;
    if (!was_empty) {
      from = groups.front().end;
    } else if (from == value.size()) {
      break;
    }
  }
  judgement.matched = !judgement.captures.empty();
  return judgement;
}

bool ends_here(const std::string& value, std::size_t end, const std::string& word) {
  if (word.empty() || word.size() > end) return false;
  return lexicon::same_word(std::string_view(value).substr(end - word.size(), word.size()), word);
}

// The match that ends first; of those that end there, the longest.
Judgement pm(const std::vector<std::string>& words, const std::string& value) {
  for (std::size_t end = 1; end <= value.size(); ++end) {
    const std::string* best = nullptr;
    for (const std::string& word : words) {
      if (ends_here(value, end, word) && (best == nullptr || word.size() > best->size())) best = &word;
    }
    if (best != nullptr) return {true, {{0, value.substr(end - best->size(), best->size())}}};
  }
  return {};
}

bool is_letter(char c) {
  const char small = lexicon::lower(c);
  return small >= 'a' && small <= 'z';
}

bool contains_word(const std::string& value, const std::string& word) {
  if (word.empty()) return true;
  for (std::size_t at = value.find(word); at != std::string::npos; at = value.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_letter(value[at - 1])) && (end == value.size() || !is_letter(value[end])))
      return true;
  }
  return false;
}

bool bad_percent(const std::string& value) {
  for (std::size_t at = value.find('%'); at != std::string::npos; at = value.find('%', at + 1)) {
    if (at + 2 >= value.size()) return true;
    if (std::isxdigit(static_cast<unsigned char>(value[at + 1])) == 0) return true;
    if (std::isxdigit(static_cast<unsigned char>(value[at + 2])) == 0) return true;
  }
  return false;
}

long long long_of(const std::string& text) { return std::atoll(text.c_str()); }

struct Bits {
  std::string bytes;  // 4 or 16 of them
};

std::optional<Bits> address_of(const std::string& text) {
  char room[16];
  if (::inet_pton(AF_INET, text.c_str(), room) == 1) return Bits{std::string(room, 4)};
  if (::inet_pton(AF_INET6, text.c_str(), room) == 1) return Bits{std::string(room, 16)};
  return std::nullopt;
}

bool in_network(const std::string& address_text, const std::string& network_text) {
  const std::size_t slash = network_text.find('/');
  const auto address = address_of(address_text);
  const auto network = address_of(network_text.substr(0, slash));
  if (!address || !network || address->bytes.size() != network->bytes.size()) return false;
  std::size_t bits = address->bytes.size() * 8;
  if (slash != std::string::npos)
    bits = static_cast<std::size_t>(std::atoi(network_text.c_str() + slash + 1));
  for (std::size_t i = 0; i < bits; ++i) {
    const unsigned difference = static_cast<unsigned char>(address->bytes[i / 8] ^ network->bytes[i / 8]);
    if (((difference >> (7 - i % 8)) & 1) != 0) return false;
  }
  return true;
}

bool in_any_network(const std::string& value, const std::vector<std::string>& networks) {
  for (const std::string& network : networks) {
    if (in_network(value, network)) return true;
  }
  return false;
}

bool has_byte_outside(const std::string& value, const ByteSet& allowed) {
  for (const char c : value) {
    if (!allowed.contains(static_cast<std::uint8_t>(c))) return true;
  }
  return false;
}

Judgement sqli(const std::string& value) {
  char fingerprint[8] = {};
  if (libinjection_sqli(value.c_str(), value.size(), fingerprint) == 0) return {};
  return {true, {{0, std::string(fingerprint)}}};
}

Judgement xss(const std::string& value) {
  if (libinjection_xss(value.c_str(), value.size()) == 0) return {};
  return {true, {{0, value}}};
}

Judgement card(const std::string& text, const std::string& value) {
  const Pattern& pattern = Pattern::of(text, false);
  for (std::size_t from = 0; from < value.size(); ++from) {
    const auto groups = pattern.search(value, from);
    if (groups.empty()) break;
    const std::string found = value.substr(groups[0].begin, groups[0].end - groups[0].begin);
    if (is_card_number(found)) return {true, {{0, found}}};
  }
  return {};
}

// All groups of all matches behind each other, the last one looked at first.
std::vector<std::string> all_groups_backwards(const Pattern& pattern, const std::string& value) {
  std::vector<std::string> found;
  for (std::size_t from = 0; from <= value.size();) {
    const auto groups = pattern.search(value, from);
    if (groups.empty()) break;
    bool empty = false;
    for (const auto& group : groups) {
      found.insert(found.begin(), value.substr(group.begin, group.end - group.begin));
      from = group.end;
      if ((empty = group.begin == group.end)) break;
    }
    if (empty) break;
  }
  return found;
}

Judgement number(const std::string& text, const std::string& value, bool (*verify)(std::string_view)) {
  if (text.empty()) return {};
  const Pattern& pattern = Pattern::of(text, false);
  for (std::size_t from = 0; from + 1 < value.size(); ++from) {
    for (const std::string& found : all_groups_backwards(pattern, value.substr(from))) {
      if (verify(found)) return {true, {{0, found}}};
    }
  }
  return {};
}

}  // namespace

int integer_of(const std::string& text) {
  errno = 0;
  char* end = nullptr;
  const long value = std::strtol(text.c_str(), &end, 10);
  if (end == text.c_str() || errno != 0 || value < INT_MIN || value > INT_MAX) return 0;
  return static_cast<int>(value);
}

Judgement judge(const seclang::Operator& op, const std::string& argument, const std::string& value) {
  const bool constant = !op.argument.has_references();
  switch (op.kind) {
    case Operator::kRx: return rx(argument, constant, value);
    case Operator::kRxGlobal: return rx_global(argument, constant, value);
    case Operator::kPm:
    case Operator::kPmFromFile: return pm(op.words, value);
    case Operator::kIpMatch:
    case Operator::kIpMatchFromFile: return yes_when(in_any_network(value, op.words));
    case Operator::kWithin: return yes_when(argument.find(value) != std::string::npos);
    case Operator::kContains:
    case Operator::kStrMatch: return yes_when(value.find(argument) != std::string::npos);
    case Operator::kContainsWord: return yes_when(contains_word(value, argument));
    case Operator::kBeginsWith: return yes_when(value.starts_with(argument));
    case Operator::kEndsWith: return yes_when(value.ends_with(argument));
    case Operator::kStrEq: return yes_when(value == argument);
    case Operator::kEq: return yes_when(integer_of(value) == integer_of(argument));
    case Operator::kGe: return yes_when(long_of(value) >= long_of(argument));
    case Operator::kGt: return yes_when(long_of(value) > long_of(argument));
    case Operator::kLe: return yes_when(long_of(value) <= long_of(argument));
    case Operator::kLt: return yes_when(long_of(value) < long_of(argument));
    case Operator::kValidateByteRange: return yes_when(has_byte_outside(value, op.bytes));
    case Operator::kValidateUrlEncoding: return yes_when(bad_percent(value));
    case Operator::kValidateUtf8Encoding: return yes_when(!is_utf8(value));
    case Operator::kDetectSqli: return sqli(value);
    case Operator::kDetectXss: return xss(value);
    case Operator::kVerifyCc: return card(argument, value);
    case Operator::kVerifyCpf: return number(argument, value, is_cpf);
    case Operator::kVerifySsn: return number(argument, value, is_ssn);
    case Operator::kVerifySvnr: return number(argument, value, is_svnr);
    case Operator::kUnconditionalMatch: return {true, {}};
    default: return {};
  }
}

}  // namespace bulkhead::oracle

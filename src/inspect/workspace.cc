#include "inspect/workspace.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace bulkhead::inspect {

namespace {

// The expression and its namespaces out of a blob of kind kXPath.
std::optional<http::XmlExpression> read_xpath(std::string_view blob) {
  const auto next = [&blob] {
    const std::size_t end = blob.find('\0');
    const std::string_view part = blob.substr(0, end);
    blob = end == std::string_view::npos ? std::string_view() : blob.substr(end + 1);
    return std::string(part);
  };
  const std::string text = next();
  std::vector<http::XmlNamespace> namespaces;
  while (!blob.empty()) {
    http::XmlNamespace one;
    one.prefix = next();
    one.uri = next();
    namespaces.push_back(std::move(one));
  }
  return http::XmlExpression::compile(text, namespaces);
}

// Asking each name once here saves asking all of them for each rule of each request.
std::map<std::uint32_t, std::vector<std::uint16_t>> slots_by_pattern(
    const program::rules::RuleProgram& program) {
  std::map<std::uint32_t, std::vector<std::uint16_t>> slots;
  std::optional<match::regex::Matcher> matcher;
  for (const auto& target : program.all_targets()) {
    if (static_cast<lexicon::Variable>(target.variable) != lexicon::Variable::kTx) continue;
    if (target.selector != program::rules::Selector::kRegex || slots.contains(target.regex)) continue;
    const auto* regex = program.regex(target.regex);
    if (regex == nullptr) continue;
    if (!matcher.has_value())
      matcher.emplace(match::regex::Matcher::Options{match::regex::LazyDfa::kBytesMin});
    std::vector<std::uint16_t>& found = slots[target.regex];
    for (std::size_t slot = 0; slot < program.tx_names(); ++slot) {
      const auto number = static_cast<std::uint16_t>(slot);
      if (matcher->matches(*regex, program.tx_name(number))) found.push_back(number);
    }
  }
  return slots;
}

}  // namespace

Prepared::Prepared(const program::rules::RuleProgram& program, std::uint32_t number)
    : digest_(program.header().digest),
      number_(number),
      quick_rules_(inspect::quick_rules(program)),
      scan_plan_(program),
      tx_slots_(slots_by_pattern(program)) {
  const auto text_of = [&](std::uint32_t blob) {
    const auto bytes = program.blob_bytes(blob);
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  match::regex::Pcre2Regex::Limits limits;
  if (program.settings().pcre_match_limit != 0) limits.match_limit = program.settings().pcre_match_limit;
  for (const std::uint32_t blob : program.pcre2_patterns()) {
    match::regex::SyntaxOptions options;
    options.caseless = program.blob(blob).options != 0;
    auto regex = match::regex::Pcre2Regex::compile(text_of(blob), options, limits);
    if (!regex.has_value()) continue;
    if (pcre2_.size() <= blob) pcre2_.resize(blob + 1);
    pcre2_[blob] = std::make_unique<match::regex::Pcre2Regex>(std::move(*regex));
  }
  for (const std::uint32_t blob : program.xpaths()) {
    if (auto expression = read_xpath(text_of(blob)))
      xpaths_.push_back({std::string(text_of(blob)), std::move(*expression)});
  }
}

std::span<const std::uint16_t> Prepared::tx_slots(std::uint32_t blob) const {
  const auto known = tx_slots_.find(blob);
  return known == tx_slots_.end() ? std::span<const std::uint16_t>() : known->second;
}

match::regex::Pcre2Regex* Prepared::pcre2(std::uint32_t blob) const {
  return blob < pcre2_.size() ? pcre2_[blob].get() : nullptr;
}

Workspace::Workspace(const Options& options)
    : scratch_(options.scratch_bytes_max, options.scratch_bytes_kept),
      matcher_(match::regex::Matcher::Options{options.automaton_bytes_max}) {}

std::shared_ptr<const Prepared> Workspace::prepare(const program::rules::RuleProgram& program) {
  const auto known = std::find_if(prepared_.begin(), prepared_.end(),
                                  [&](const auto& one) { return one->digest() == program.header().digest; });
  if (known != prepared_.end()) {
    std::rotate(prepared_.begin(), known, known + 1);
    return prepared_.front();
  }
  if (prepared_.size() == kPreparedMax) prepared_.pop_back();
  return *prepared_.insert(prepared_.begin(), std::make_shared<const Prepared>(program, ++programs_));
}

}  // namespace bulkhead::inspect

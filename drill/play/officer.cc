#include "drill/play/officer.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "os/command.h"

namespace bulkhead::drill {
namespace {

constexpr Milliseconds kCommandMax{10'000};

std::string proposal_in(const nlohmann::json& outcome) {
  if (!outcome.is_object()) return "";
  const auto proposal = outcome.find("proposal");
  if (proposal == outcome.end() || !proposal->is_object()) return "";
  return proposal->value("id", "");
}

Result<nlohmann::json> run(const Arm& arm, std::vector<std::string> words,
                           const std::vector<std::string>& as) {
  std::vector<std::string> all = {arm.bulkhead};
  all.insert(all.end(), words.begin(), words.end());
  all.insert(all.end(), as.begin(), as.end());
  all.insert(all.end(), {"--json", "--yes"});
  const auto done = os::run_command(all, kCommandMax);
  if (!done) return fail_as(done);
  // The command's other words (a warning, a question's answer) stand around its JSON.
  const auto first = std::min(done->output.find('{'), done->output.size());
  const auto end = done->output.rfind('}');
  nlohmann::json outcome = nlohmann::json::parse(
      done->output.substr(first, end == std::string::npos ? 0 : end + 1 - first), nullptr, false);
  // What waits for a second person ends with 1 as well: it is not done, and has not failed.
  if (done->status == 0 || !proposal_in(outcome).empty()) return outcome;
  return fail(ErrorCode::kDenied, fmt::format("bulkhead {}: {}", fmt::join(words, " "), done->output));
}

}  // namespace

Result<std::string> act_as_officer(const Arm& arm, const std::vector<std::string>& words) {
  const auto done = run(arm, words, arm.as_officer);
  if (!done) return fail_as(done);
  const std::string said = fmt::format("bulkhead {}", fmt::join(words, " "));
  const std::string proposal = proposal_in(*done);
  if (proposal.empty()) return said;
  const auto approved = run(arm, {"approve", proposal}, arm.as_second);
  if (!approved) return fail_as(approved);
  return said + " (a second person agreed)";
}

}  // namespace bulkhead::drill

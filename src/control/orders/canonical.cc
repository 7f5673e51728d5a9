#include "control/orders/canonical.h"

#include <array>

#include <fmt/format.h>

#include "base/escape.h"
#include "base/timestamp.h"

namespace bulkhead::control {
namespace {

using posture::Stage;

// Escaped, so that no reason can write a second line that says something else.
void line(std::string& text, std::string_view key, std::string_view value) {
  text += fmt::format("{}: {}\n", key, escape_log(value));
}

std::string lasting(const std::optional<Milliseconds>& lasts) {
  return lasts ? fmt::format("{} ms", lasts->count()) : std::string("without an end");
}

void stage_lines(std::string& text, const OrderRequest& request) {
  if (!request.then) return line(text, "then", "default");
  line(text, "then", fmt::format("{} stages", request.then->size()));
  for (const Stage& stage : *request.then) {
    line(text, "stage",
         fmt::format("{} {} {}", posture::name(stage.level), stage.share_permille, lasting(stage.lasts)));
  }
}

void head_lines(std::string& text, const Proposal& proposal) {
  line(text, "proposal", proposal.id.text());
  line(text, "kind", name(proposal.kind));
  line(text, "author", proposal.author);
  line(text, "reason", proposal.reason);
  line(text, "drill", proposal.drill ? "yes" : "no");
}

void end_lines(std::string& text, const std::vector<Id>& ends) {
  line(text, "takes away", fmt::format("{} orders", ends.size()));
  for (const Id id : ends) line(text, "order", id.text());
}

}  // namespace

std::string_view name(ProposalKind kind) {
  constexpr std::array<std::string_view, 4> kNames = {"order", "undo", "policy", "drill"};
  const auto index = static_cast<std::size_t>(kind);
  return index < kNames.size() ? kNames[index] : "unknown";
}

bool is_of_another_part(ProposalKind kind) {
  return kind == ProposalKind::kPolicy || kind == ProposalKind::kDrill;
}

std::string canonical_order(const Proposal& proposal, const Proposed& proposed) {
  const OrderRequest& request = proposed.request;
  std::string text;
  head_lines(text, proposal);
  line(text, "scope", posture::key(request.scope));
  line(text, "level", posture::name(request.level));
  line(text, "share", fmt::format("{} of {}", request.share_permille, posture::kShareAll));
  line(text, "cause", posture::name(request.cause));
  for (const auto& [language, words] : request.public_text) line(text, "public " + language, words);
  line(text, "lasts", lasting(request.lasts));
  line(text, "until", request.until ? rfc3339_ms(*request.until) : std::string("not given"));
  stage_lines(text, request);
  line(text, "sessions may finish for", request.drain ? lasting(request.drain) : std::string("not given"));
  end_lines(text, proposed.ends);
  return text;
}

std::string canonical_undo(const Proposal& proposal, const Proposed& proposed) {
  std::string text;
  head_lines(text, proposal);
  end_lines(text, proposed.ends);
  return text;
}

std::string canonical_of_another_part(const Proposal& proposal, std::string_view payload_sha256) {
  std::string text;
  head_lines(text, proposal);
  line(text, "what", proposal.what);
  line(text, "changes", fmt::format("{}", proposal.changes.size() + proposal.changes_left_out));
  for (const ProposedChange& change : proposal.changes) {
    line(text, change.kind,
         fmt::format("{}: {}{}", change.service.empty() ? "gateway" : change.service, change.what,
                     change.needs_reload ? " (nginx reloads)" : ""));
  }
  if (proposal.changes_left_out > 0)
    line(text, "not listed", fmt::format("{} changes", proposal.changes_left_out));
  line(text, "payload sha256", payload_sha256);
  return text;
}

}  // namespace bulkhead::control

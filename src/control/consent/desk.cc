#include "control/consent/desk.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "base/timestamp.h"
#include "control/orders/order_book.h"
#include "control/orders/request.h"
#include "os/clock.h"
#include "policy/policy.h"

namespace bulkhead::control {
namespace {

const Error kNoBook{ErrorCode::kUnavailable,
                    "the store cannot be read, so nothing can be put on record and no drill is agreed to"};

std::string sentence(const DrillRequest& request, bool live) {
  return fmt::format("agree to a drill from {} at up to {} requests/s for {}{}", request.from.text(),
                     request.requests_per_s_max, duration_text(request.lasts),
                     live ? ", on this live gateway" : "");
}

std::string payload(const DrillRequest& request) {
  return fmt::format("{} {} {}", request.from.text(), request.requests_per_s_max, request.lasts.count());
}

Result<DrillRequest> request_of(const Proposal& proposal) {
  std::istringstream in(proposal.payload);
  std::string from;
  DrillRequest request;
  std::int64_t lasts_ms = 0;
  in >> from >> request.requests_per_s_max >> lasts_ms;
  const auto address = Address::parse(from);
  if (!in || !address) return fail(ErrorCode::kCorrupt, "the stored proposal of a drill cannot be read");
  request.from = *address;
  request.lasts = Milliseconds(lasts_ms);
  request.reason = proposal.reason;
  request.live = true;
  return request;
}

HistoryEntry entry_of(std::string person, std::string action, std::string what, std::string reason,
                      std::string outcome) {
  HistoryEntry entry;
  entry.person = std::move(person);
  entry.action = std::move(action);
  entry.what = std::move(what);
  entry.reason = std::move(reason);
  entry.outcome = std::move(outcome);
  return entry;
}

std::string shown(const DrillTerms& terms) {
  return fmt::format("the drill from {} at up to {} requests/s", terms.from.text(), terms.requests_per_s_max);
}

}  // namespace

bool ConsentDesk::is_live() const {
  const auto policy = parts_.policy();
  return !policy || !policy->gateway.rehearsal;
}

Status ConsentDesk::check_from(const Address& from) const {
  const auto policy = parts_.policy();
  const auto trusts = [&](const Network& network) { return network.contains(from); };
  if (policy && std::ranges::any_of(policy->gateway.trusted_proxies, trusts)) return {};
  return fail(
      ErrorCode::kInvalid,
      fmt::format("from: {} is in none of the policy's trusted_proxies, so nobody would believe it for whom "
                  "it asks",
                  from.text()));
}

Status ConsentDesk::check(const posture::Person& person, const DrillRequest& request) const {
  if (auto status = check_reason(request.reason, Reason::kRequired); !status) return status;
  if (request.requests_per_s_max < 1 || request.requests_per_s_max > DrillRequest::kRequestsPerSecondMax)
    return fail(ErrorCode::kInvalid,
                fmt::format("rate: {} is outside 1 to {} requests/s", request.requests_per_s_max,
                            DrillRequest::kRequestsPerSecondMax));
  if (request.lasts < DrillRequest::kLastsMin || request.lasts > DrillRequest::kLastsMax)
    return fail(ErrorCode::kInvalid,
                fmt::format("for: {} is outside {} to {}", duration_text(request.lasts),
                            duration_text(DrillRequest::kLastsMin), duration_text(DrillRequest::kLastsMax)));
  if (person.root)
    return fail(ErrorCode::kDenied,
                "uid 0 is nobody in particular: an operator of the policy agrees to a drill");
  if (person.role == posture::Role::kAuditor)
    return fail(ErrorCode::kDenied, fmt::format("{} is an auditor, and may only look", person.id));
  if (is_live() && !request.live)
    return fail(ErrorCode::kDenied,
                "this gateway is live: people will be refused. If that is meant, say --live");
  return check_from(request.from);
}

Result<DrillTerms> ConsentDesk::enact(DrillTerms terms, const std::string& reason) {
  OrderBook* book = parts_.book();
  if (book == nullptr) return std::unexpected(kNoBook);
  if (auto opened = open_key(); !opened) return fail_as(opened);
  const std::string what = fmt::format("agree to {} until {}{}", shown(terms), rfc3339(terms.ends_at),
                                       terms.live ? ", on this live gateway" : "");
  if (auto noted = book->note(entry_of(terms.person, "drill-allow", what, reason, "allowed")); !noted)
    return fail_as(noted);
  terms_ = terms;
  return terms;
}

Result<ConsentDesk::Outcome> ConsentDesk::allow(const posture::Person& person, const DrillRequest& request) {
  if (auto status = check(person, request); !status) return fail_as(status);
  OrderBook* book = parts_.book();
  if (book == nullptr) return std::unexpected(kNoBook);
  Outcome outcome;
  if (is_live()) {
    auto proposal = book->propose_drill(person, sentence(request, true), payload(request),
                                        "a drill on a live gateway takes two persons", request.reason);
    if (!proposal) return fail_as(proposal);
    outcome.proposal = *std::move(proposal);
    return outcome;
  }
  auto terms = enact({request.from,
                      request.requests_per_s_max,
                      parts_.clock.real_now() + request.lasts,
                      parts_.clock.boot_now() + request.lasts,
                      false,
                      person.id,
                      {}},
                     request.reason);
  if (!terms) return fail_as(terms);
  outcome.terms = *std::move(terms);
  return outcome;
}

Result<ConsentDesk::Outcome> ConsentDesk::agreed(const posture::Person& approver, const Proposal& proposal) {
  auto request = request_of(proposal);
  if (!request) return fail_as(request);
  if (auto status = check_from(request->from); !status) return fail_as(status);
  auto terms = enact({request->from, request->requests_per_s_max, parts_.clock.real_now() + request->lasts,
                      parts_.clock.boot_now() + request->lasts, is_live(), proposal.author, approver.id},
                     request->reason);
  if (!terms) return fail_as(terms);
  Outcome outcome;
  outcome.terms = *std::move(terms);
  return outcome;
}

Result<bool> ConsentDesk::disallow(const posture::Person& person, std::string_view reason) {
  if (auto status = check_reason(reason, Reason::kRequired); !status) return fail_as(status);
  if (person.role == posture::Role::kAuditor && !person.root)
    return fail(ErrorCode::kDenied, fmt::format("{} is an auditor, and may only look", person.id));
  if (!terms_) return false;
  const DrillTerms over = *std::exchange(terms_, std::nullopt);
  // It is taken back whether or not that can be written down.
  if (OrderBook* book = parts_.book())
    static_cast<void>(book->note(entry_of(person.id, "drill-disallow", "no longer agree to " + shown(over),
                                          std::string(reason), "ended")));
  return true;
}

bool ConsentDesk::holds(const DrillTerms& terms) const {
  return parts_.clock.boot_now() < terms.ends && terms.live == is_live() && check_from(terms.from);
}

std::optional<DrillTerms> ConsentDesk::in_force() const {
  return terms_ && holds(*terms_) ? terms_ : std::nullopt;
}

Status ConsentDesk::open_key() {
  if (key_) return {};
  auto opened = DrillKey::open(parts_.key_path, parts_.random);
  if (!opened) return fail_as(opened);
  key_ = *std::move(opened);
  return {};
}

Result<std::string> ConsentDesk::public_key() {
  if (auto opened = open_key(); !opened) return fail_as(opened);
  return key_->public_key();
}

bool ConsentDesk::is_playing() const {
  return heard_ && in_force() && parts_.clock.mono_now() - *heard_ < kPlaysFor;
}

Result<SignedConsent> ConsentDesk::answer(const Question& question) {
  if (!is_nonce(question.nonce))
    return fail(ErrorCode::kInvalid, fmt::format("nonce: must be {} to {} bytes in lower-case hex",
                                                 kNonceBytesMin, kNonceBytesMax));
  const auto terms = in_force();
  const auto policy = parts_.policy();
  // Nobody else learns whether, or to whom, the gateway agrees.
  if (!terms || !key_ || !policy || terms->from != question.asker)
    return fail(ErrorCode::kNotFound, "this gateway agrees to no drill of yours");
  const MonoTime now = parts_.clock.mono_now();
  if (now - second_began_ >= std::chrono::seconds(1)) {
    second_began_ = now;
    answered_ = 0;
  }
  if (++answered_ > kAnswersPerSecondMax)
    return fail(ErrorCode::kLimit, fmt::format("more than {} questions a second", kAnswersPerSecondMax));
  heard_ = now;
  SignedConsent signed_consent;
  signed_consent.consent = {std::string(question.nonce), question.address, question.port, terms->from,
                            terms->requests_per_s_max,   terms->ends_at,   terms->live,   policy->gateway.id};
  signed_consent.signature = key_->sign(signed_text(signed_consent.consent));
  return signed_consent;
}

void ConsentDesk::tick() {
  if (!terms_ || holds(*terms_)) return;
  const DrillTerms over = *std::exchange(terms_, std::nullopt);
  const bool in_time = parts_.clock.boot_now() >= over.ends;
  if (OrderBook* book = parts_.book())
    static_cast<void>(book->note(entry_of(in_time ? "time" : "gateway", "drill-disallow",
                                          "no longer agree to " + shown(over), {},
                                          in_time ? "ended" : "ended, by another policy")));
}

}  // namespace bulkhead::control

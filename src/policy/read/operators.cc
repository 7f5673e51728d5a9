#include <algorithm>
#include <limits>

#include "base/timestamp.h"
#include "policy/read/sections.h"
#include "policy/scalars.h"

namespace bulkhead::policy {

namespace {

constexpr std::string_view kTokenPrefix = "sha256:";
constexpr std::size_t kDigestHexBytes = 64;
constexpr std::string_view kDigestOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A token hash without its prefix.
Parsed<std::string> parse_token(std::string_view text) {
  constexpr std::string_view kRight =
      "the SHA-256 of a random token: printf %s TOKEN | sha256sum gives sha256:<64 hex digits>";
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  std::string_view digest = text;
  if (text.starts_with(kTokenPrefix)) digest.remove_prefix(kTokenPrefix.size());
  if (digest.size() == text.size() || digest.size() != kDigestHexBytes ||
      !std::ranges::all_of(digest, is_hex)) {
    return std::unexpected(
        Refusal{"this is not the hash of a token", std::string(kRight), true});  // a token in clear?
  }
  if (digest == kDigestOfNothing) return refuse("this is the hash of an empty token", std::string(kRight));
  return std::string(digest);
}

Parsed<RealTime> parse_expiry(std::string_view text) {
  const Result<RealTime> at = parse_rfc3339(text);
  if (!at) return refuse("this is not a point in time", "date, time and zone: 2027-01-31T00:00:00Z");
  return *at;
}

void read_token(const Fields& fields, OperatorDraft& person, Findings& findings) {
  const auto expires_at = fields.find("token_expires");
  if (const auto at = fields.find("token")) {
    person.person.token_sha256 = read_parsed(*at, parse_token, findings).value_or("");
    person.token_at = *at;
    if (!expires_at) {
      findings.warning(at->key_place(), "the token never expires", "add token_expires: 2027-01-31T00:00:00Z");
    }
  }
  if (!expires_at) return;
  person.person.token_expires = read_parsed(*expires_at, parse_expiry, findings);
  if (!person.token_at)
    findings.error(expires_at->key_place(), "there is no token that could expire",
                   "add `token`, or remove it");
}

void read_uid(const Spot& spot, OperatorDraft& person, Findings& findings) {
  constexpr std::int64_t kUidMax =
      std::numeric_limits<std::uint32_t>::max() - 1;  // the last one means "nobody" to the kernel
  const auto uid = read_integer(spot, 1, kUidMax, findings);
  if (!uid) return;
  person.person.uid = static_cast<std::uint32_t>(*uid);
  person.uid_at = spot;
}

constexpr std::array kRoles = {Role::kAuditor, Role::kDuty, Role::kChief};

}  // namespace

void read_operators(const Spot& spot, Draft& draft, Findings& findings) {
  for (const Spot& member : read_named(spot, Limits::kOperatorsMax, findings)) {
    const Fields fields(member, kOperatorShape, findings);
    OperatorDraft person;
    person.at = member;
    person.person.id = member.node->key;
    person.person.name = member.node->key;
    if (const auto at = fields.find("name")) {
      if (auto line = read_line(*at, Limits::kTitleBytesMax, findings)) person.person.name = std::move(*line);
    }
    if (const auto at = fields.find("uid")) read_uid(*at, person, findings);
    read_token(fields, person, findings);
    if (const auto at = fields.find("role"))
      person.person.role = read_choice(*at, kRoles, findings).value_or(Role::kDuty);
    if (member.node->is_mapping() && !member.node->member("uid") && !member.node->member("token")) {
      findings.error(member.key_place(), "nobody can be recognised as this person", "add `uid` or `token`");
    }
    draft.operators.push_back(std::move(person));
  }
}

}  // namespace bulkhead::policy

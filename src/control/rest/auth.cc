#include "control/rest/auth.h"

#include <fmt/format.h>

#include "os/sha256.h"

namespace bulkhead::control::rest {
namespace {

/// "Bearer TOKEN", the scheme in any case (RFC 9110 §11.1).
std::string_view bearer_token(std::string_view field) {
  constexpr std::string_view kScheme = "bearer ";
  if (field.size() <= kScheme.size()) return {};
  for (std::size_t i = 0; i < kScheme.size(); ++i) {
    const char c = field[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != kScheme[i]) return {};
  }
  return field.substr(kScheme.size());
}

}  // namespace

Caller caller_of_uid(const policy::Policy* policy, std::uint32_t uid) {
  if (policy)
    for (const policy::Operator& person : policy->operators)
      if (person.uid == uid) return {Caller::Kind::kOperator, person.id};
  if (uid == 0) return {Caller::Kind::kRoot, "root"};
  return {Caller::Kind::kLocal, fmt::format("uid:{}", uid)};
}

Result<Caller> caller_of_authorization(const policy::Policy* policy, std::string_view field, RealTime now) {
  if (field.empty()) return Caller{};
  const std::string_view token = bearer_token(field);
  if (token.empty()) return fail(ErrorCode::kDenied, "the Authorization field must be \"Bearer TOKEN\"");
  if (token.size() > kTokenBytesMax)
    return fail(ErrorCode::kDenied,
                fmt::format("the token has {} bytes, at most {} are read", token.size(), kTokenBytesMax));
  const os::Sha256 digest = os::sha256(token);
  const policy::Operator* found = nullptr;
  if (policy)
    for (const policy::Operator& person : policy->operators) {
      if (person.token_sha256.empty()) continue;
      const auto known = os::parse_sha256(person.token_sha256);
      if (known && os::same_digest(digest, *known)) found = &person;
    }
  if (!found || (found->token_expires && *found->token_expires <= now))
    return fail(ErrorCode::kDenied, "the token is unknown or past its expiry");
  return Caller{Caller::Kind::kOperator, found->id};
}

}  // namespace bulkhead::control::rest

// A checked policy becomes an image.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "compile/rules/policy_rules.h"
#include "policy/policy.h"
#include "policy/translations.h"
#include "program/image.h"

namespace bulkhead::compile {

/// Slots by service name. In a running gateway they come from the images that are kept
/// (control/images/slots.h).
using Slots = std::map<std::string, program::ServiceSlot, std::less<>>;

/// Slots 0, 1, 2 … in the order of names: for compiling without a gateway.
Slots slots_in_name_order(const policy::Policy& policy);

struct CompileOptions {
  std::uint64_t version = 1;
  Slots slots;
  /// What compile_policy_rules() gave for this policy; nullptr: no service is inspected.
  const PolicyRules* rules = nullptr;
  /// Exclusions whose time is over are left out.
  RealTime now{};
};

/// The image of `policy`. The same input gives the same bytes on every machine; of the time zone the input is the table
/// that the reader took from this machine's tzdata. Operators, tokens, upstreams
/// and certificates do not go into it.
///
/// `phrases` are what the gateway says itself, by language; languages that the policy does not name are left
/// out. A phrase or text that a language lacks is taken from the agency's first language.
///
/// Cost    Linear in the policy; some milliseconds for 4,096 services.
/// Errors  kInvalid when a service has no slot, policy.sha256 is not 64 hex digits, rules have errors, or a service's levels and
///         exclusions do not fit its rules; those of program::write_image.
Result<std::vector<std::byte>> compile(const policy::Policy& policy, const policy::PhraseTable& phrases,
                                       const CompileOptions& options);

}  // namespace bulkhead::compile

// What one service makes of its rules: paranoia, thresholds, exclusions, as the image has it.

#pragma once

#include <cstddef>
#include <optional>

#include "base/result.h"
#include "base/time.h"
#include "policy/policy.h"
#include "program/rules/rule_program.h"
#include "program/writer.h"

namespace bulkhead::compile {

/// `rules`: the service's opened program, which is number `program` of the image; nullptr when it runs none. Exclusions whose time is
/// over at `now` are left out.
///
/// Errors  kInvalid when the policy sets a level or threshold that the rules do not have, or excludes a target that is none; names
///         the service.
Result<program::ImageContents::Inspection> inspection_contents(const policy::Service& service,
                                                               const program::rules::RuleProgram* rules,
                                                               std::size_t program, RealTime now);

}  // namespace bulkhead::compile

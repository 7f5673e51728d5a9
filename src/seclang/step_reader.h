// Reads what the actions say that change variables: setvar, expirevar, initcol, setsid …, setenv, xmlns, ctl. Internal.

#pragma once

#include <optional>

#include "seclang/context.h"
#include "seclang/raw_action.h"
#include "seclang/rule.h"

namespace bulkhead::seclang {

/// True for the actions that read_step() knows.
bool is_step(lexicon::Action action);

/// The step; nothing after an error, and nothing without one for a ctl that has no effect.
std::optional<Step> read_step(const RawAction& action, Context& context);

/// `7` or `7-9`; reports anything else.
std::optional<IdRange> read_id_range(Part part, Context& context);

/// A whole number of at most `max`; nothing when it is none, without a report.
std::optional<std::uint64_t> read_number(std::string_view digits, std::uint64_t max);

/// Rule ids go up to what a double holds exactly, as ModSecurity keeps them.
inline constexpr std::uint64_t kRuleIdMax = (std::uint64_t{1} << 53) - 1;

}  // namespace bulkhead::seclang

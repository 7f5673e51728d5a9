// The officer on duty: types commands of the CLI, and has the second person agree where one is needed.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "drill/arms/arm.h"

namespace bulkhead::drill {

/// Runs `bulkhead WORDS` as the arm's officer. When it becomes a proposal, the second person approves it. Returns what was done
/// in words: "close civil-registry … (besa agreed)". Fails with what the command said.
Result<std::string> act_as_officer(const Arm& arm, const std::vector<std::string>& words);

}  // namespace bulkhead::drill

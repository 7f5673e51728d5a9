// A link's operator with its operand, as the program has it.

#pragma once

#include <optional>

#include "compile/rules/build.h"
#include "compile/rules/needs.h"
#include "program/rules/layout.h"
#include "seclang/rule.h"

namespace bulkhead::compile {

/// Fills in `op`, `operand`, `number` and the flags of `record`, and says what the operator needs. After an error, which was noted in
/// `build`, the needs mean nothing.
Needs put_operator(Build& build, const seclang::Link& link, program::rules::LinkRecord& record);

}  // namespace bulkhead::compile

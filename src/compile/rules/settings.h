// What the directives that are no rules say of the engine.

#pragma once

#include "compile/rules/build.h"

namespace bulkhead::compile {

/// Writes the settings of the rule set, with our defaults where it says nothing.
void put_settings(Build& build);

}  // namespace bulkhead::compile

// The scoreboard's page: whole without a script, and kept up to date in place by one.

#pragma once

#include <string>
#include <string_view>

#include "drill/live/state.h"

namespace bulkhead::drill {

/// `nonce` lets this page's style and script through its Content-Security-Policy. Nothing is loaded from anywhere but
/// /state.json.
std::string board_page(const LiveState& state, std::string_view nonce);

}  // namespace bulkhead::drill

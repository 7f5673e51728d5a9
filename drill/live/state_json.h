// The scoreboard's state as JSON: what the page shows, in the words in which it shows it.

#pragma once

#include <nlohmann/json_fwd.hpp>

#include "drill/live/state.h"

namespace bulkhead::drill {

/// Numbers for programs, and beside them what the page says: it writes nothing of its own. Lines are paths of SVG in a picture
/// kLineWide by kLineHigh.
nlohmann::json state_json(const LiveState& state);

inline constexpr int kLineWide = 600;
inline constexpr int kLineHigh = 100;

}  // namespace bulkhead::drill

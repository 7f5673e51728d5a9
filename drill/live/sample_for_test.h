// A scoreboard as it might stand, for tests and for looking at it.

#pragma once

#include "drill/live/state.h"

namespace bulkhead::drill {

/// Every door, orders, links; two arms, and one that was not played.
LiveState sample_board(LiveState::Stage stage);

}  // namespace bulkhead::drill

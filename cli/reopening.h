// What an order asks for, in words; of one that opens by stages: when more people get in, not when it "ends".

#pragma once

#include <string>

#include "base/time.h"
#include "cli/json.h"

namespace bulkhead::cli {

/// True for an order or a posture that is open for a share of the clients.
bool opens_by_share(JsonView order);

/// What an order asks for, in the daemon's words: "closed", "open to 25 %".
std::string asked_text(JsonView order);

/// What comes by itself when the order's time is up: ", 50 % from 13:39, everybody from 13:44"; empty when nothing does.
std::string stages_text(JsonView order, RealTime now);

/// "25 % now, 50 % from 13:39, everybody from 13:44". What time alone does not bring is not said to come by it.
std::string reopening_text(JsonView order, RealTime now);

}  // namespace bulkhead::cli

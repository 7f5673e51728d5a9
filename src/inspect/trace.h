// What `bulkhead inspect --trace` shows: every value that a rule was asked about.

#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect {

inline void trace(State& state, std::uint32_t link, const TargetRecord& target, std::string_view key,
                  std::string_view text, bool matched) {
  if (state.tracer != nullptr) [[unlikely]]
    state.tracer->asked(link, target, key, text, matched);
}

}  // namespace bulkhead::inspect

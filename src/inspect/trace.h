// What `bulkhead inspect --trace` shows: every rule that was run, and every value that it was asked about.

#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect {

inline void trace(State& state, std::uint32_t link, const TargetRecord& target, std::string_view key,
                  std::string_view original, std::string_view text, bool matched) {
  if (state.tracer != nullptr) [[unlikely]]
    state.tracer->asked(link, target, key, original, text, matched);
}

}  // namespace bulkhead::inspect

// Text with %{…} in it, filled in.

#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect {

/// Bytes that one filled-in text may have; what is longer is cut.
inline constexpr std::size_t kExpandedBytesMax = 64u << 10;

/// The text of `template_index`; empty for kNone. A view into the program when there is nothing to fill in, else into the
/// request's arena.
std::string_view expand(State& state, std::uint32_t template_index);

}  // namespace bulkhead::inspect

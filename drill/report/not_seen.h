// What a drill cannot show: the last section of every report.

#pragma once

#include <span>
#include <string_view>

namespace bulkhead::drill {

/// One plain sentence each.
std::span<const std::string_view> not_seen();

}  // namespace bulkhead::drill

// How a scoreboard looks, and what keeps it up to date.

#pragma once

#include <string_view>

namespace bulkhead::drill {

/// Comes after report_style().
std::string_view board_style();

std::string_view board_script();

}  // namespace bulkhead::drill

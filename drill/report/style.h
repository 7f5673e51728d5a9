// How a report looks.

#pragma once

#include <string_view>

namespace bulkhead::drill {

std::string_view report_style();

}  // namespace bulkhead::drill

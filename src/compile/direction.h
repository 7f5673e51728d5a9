// Which languages are written from right to left.

#pragma once

#include <string_view>

namespace bulkhead::compile {

/// True for languages written from right to left: by script when the tag names one ("ku-arab"), else by
/// language.
bool is_right_to_left(std::string_view language_tag);

}  // namespace bulkhead::compile

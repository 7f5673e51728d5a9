// Phrases of the door page by language and key, as the compiler takes them. Who reads the files: control/.

#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bulkhead::compile {

/// Language tag -> key -> text. Languages that the policy does not name are left out of the image.
using Translations = std::map<std::string, std::map<std::string, std::string>>;

/// True for languages written from right to left: by script when the tag names one ("ku-arab"), else by language.
bool is_right_to_left(std::string_view language_tag);

}  // namespace bulkhead::compile

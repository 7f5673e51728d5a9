// Where the parts that ship with the daemon lie: beside it in a build, in Debian's places when installed.

#pragma once

#include <string>

namespace bulkhead {

/// Each is empty when it is nowhere to be found.
std::string module_place();
std::string translations_place();
std::string nginx_place();

}  // namespace bulkhead

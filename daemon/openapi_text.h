// docs/openapi.yaml as it was when the daemon was built.

#pragma once

#include <string_view>

namespace bulkhead {
std::string_view openapi_text();
}

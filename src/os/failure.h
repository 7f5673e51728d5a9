// What the operating system refused, as a Result's Error.

#pragma once

#include <expected>
#include <string_view>

#include "base/result.h"

namespace bulkhead::os {

/// "cannot <doing> <path>: <what errno means>". ENOSPC and EDQUOT are kNoSpace, ENOENT and ENOTDIR
/// kNotFound, EACCES, EPERM and EROFS kDenied, EEXIST kConflict, anything else kSystem.
std::unexpected<Error> fail_errno(std::string_view doing, std::string_view path, int error_number);

}  // namespace bulkhead::os

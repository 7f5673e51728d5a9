// Symbolic links that say which of several files counts.

#pragma once

#include <string>

#include "base/result.h"

namespace bulkhead::os {

/// Makes `path` a symbolic link to `target`, in place of whatever link is there: after a crash at any moment
/// it is the old link or the new one.
Status point_link_atomically(const std::string& path, const std::string& target);

/// What the link at `path` says. Fails with kNotFound when nothing is there, with kInvalid when it is no
/// link.
Result<std::string> link_target(const std::string& path);

}  // namespace bulkhead::os

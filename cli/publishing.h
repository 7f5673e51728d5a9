// How apply and rollback go about it: what changes for which services, a question where it loosens, then the act.

#pragma once

#include <functional>
#include <string>

#include "cli/acting.h"
#include "cli/command.h"

namespace bulkhead::cli {

/// Posts `body(dry_run)` to `path`: first as a preview, then for good.
Result<Exit> publish(Session& session, ActingOptions& acting, const std::string& path,
                     const std::function<std::string(bool dry_run)>& body);

}  // namespace bulkhead::cli

// Puts the public status site into its folder.

#pragma once

#include <string>

#include "answers/status_site.h"
#include "base/result.h"

namespace bulkhead::control {

/// Renders the site and writes each file atomically, pages last, so that a page never links to a feed that is older than itself.
/// Files that a language no longer has are removed. Waits for the disk: not for the thread that holds the state.
///
/// Errors     kNoSpace on a full disk: what was there stays, and says itself when it is no longer valid.
Status write_status_site(const std::string& folder, const answers::StatusSnapshot& snapshot);

}  // namespace bulkhead::control

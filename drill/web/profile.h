// What a browser keeps when it is closed.

#pragma once

#include <map>
#include <set>
#include <string>

#include "drill/web/jar.h"

namespace bulkhead::drill {

/// Cookies that outlive a session, and which files of a host need not be asked for again. Whoever comes for the first time has
/// an empty one.
struct Profile {
  static constexpr std::size_t kFilesMax = 64;  ///< A host.

  CookieJar cookies;
  std::map<std::string, std::set<std::string>, std::less<>> files;  ///< Paths, by host.
};

}  // namespace bulkhead::drill

// Command lines of a gateway's two programs.

#pragma once

#include <string>
#include <vector>

namespace bulkhead::launch {

/// nginx with this configuration file, its other files in STATE/nginx. What follows ("-g daemon off;", "-s reload") is the caller's.
std::vector<std::string> nginx_words(const std::string& nginx, const std::string& state,
                                     const std::string& configuration);

/// bulkheadd with this policy, its REST also at `api` ("127.0.0.1:8090"). Started by root, its nginx stays root's, as the state
/// folder is.
std::vector<std::string> daemon_words(const std::string& bulkheadd, const std::string& state,
                                      const std::string& policy, const std::string& api);

}  // namespace bulkhead::launch

#include "launch/gateway.h"

#include <unistd.h>

namespace bulkhead::launch {

std::vector<std::string> nginx_words(const std::string& nginx, const std::string& state,
                                     const std::string& configuration) {
  return {nginx, "-p", state + "/nginx", "-c", configuration, "-e", state + "/nginx/logs/error.log"};
}

std::vector<std::string> daemon_words(const std::string& bulkheadd, const std::string& state,
                                      const std::string& policy, const std::string& api) {
  std::vector<std::string> words = {bulkheadd, "--state", state, "--policy", policy, "--listen", api};
  // Started by root its workers would become nobody's, and the state folder is root's.
  if (geteuid() == 0) words.insert(words.end(), {"--nginx-user", "root"});
  return words;
}

}  // namespace bulkhead::launch

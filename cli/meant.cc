#include "cli/meant.h"

#include <set>
#include <string_view>
#include <vector>

#include "policy/nearest.h"

namespace bulkhead::cli {

std::string did_you_mean(JsonView services, const std::string& scope) {
  constexpr std::string_view kService = "service:";
  const std::string word = scope.starts_with(kService) ? scope.substr(kService.size()) : scope;
  std::set<std::string> names;
  for (const JsonView& service : services.items()) {
    names.insert(service["name"].text());
    names.insert("compartment:" + service["compartment"].text());
  }
  if (const std::string compartment = "compartment:" + word; names.contains(compartment))
    return ": did you mean " + compartment + "?";
  const std::vector<std::string_view> known(names.begin(), names.end());
  const auto meant = policy::nearest(word, known);
  return meant ? ": did you mean " + std::string(*meant) + "?" : "";
}

}  // namespace bulkhead::cli

#include <fmt/core.h>

#include <map>
#include <string_view>

#include "control/apply/diff_parts.h"

namespace bulkhead::control {

using policy::Policy;
using policy::Service;

namespace {

std::string without_final_slash(std::string path) {
  while (!path.empty() && path.back() == '/') path.pop_back();
  return path;
}

// Which service a host and path prefix lead to: as Image::find, over a policy.
class Doors {
 public:
  explicit Doors(const Policy& policy) {
    for (const Service& service : policy.services)
      for (const std::string& host : service.hosts)
        for (const std::string& path : service.paths) doors_[host][without_final_slash(path)] = service.name;
  }

  const std::map<std::string, std::map<std::string, std::string>>& all() const { return doors_; }

  /// Empty when nobody has it.
  std::string owner(const std::string& host, std::string prefix) const {
    const auto claimed = claim(host);
    if (claimed == doors_.end()) return {};
    while (true) {
      if (const auto found = claimed->second.find(prefix); found != claimed->second.end())
        return found->second;
      if (prefix.empty()) return {};
      prefix.erase(prefix.rfind('/'));
    }
  }

 private:
  std::map<std::string, std::map<std::string, std::string>>::const_iterator claim(
      const std::string& host) const {
    if (const auto exact = doors_.find(host); exact != doors_.end()) return exact;
    // "*.b.example" is below "*.example", as "a.b.example" is.
    for (std::size_t dot = host.find('.'); dot != std::string::npos; dot = host.find('.', dot + 1))
      if (const auto wild = doors_.find("*" + host.substr(dot)); wild != doors_.end()) return wild;
    return doors_.end();
  }

  std::map<std::string, std::map<std::string, std::string>> doors_;
};

}  // namespace

// An order that holds the old owner shut does not hold the new one: a door that changes hands may open by it.
void diff_doors(const Policy& from, const Policy& to, Changes& changes) {
  const Doors before(from);
  const Doors after(to);
  const auto report = [&](const std::string& host, const std::string& prefix) {
    const std::string old_owner = before.owner(host, prefix);
    const std::string new_owner = after.owner(host, prefix);
    if (old_owner.empty() || new_owner.empty() || old_owner == new_owner) return;
    Change change{new_owner, fmt::format("takes {}{}/ over from {}", host, prefix, old_owner),
                  ChangeKind::kLoosens, kReload};
    if (std::ranges::find(changes, change) == changes.end()) changes.push_back(std::move(change));
  };
  // Owners differ nowhere else than at a door of one of the two.
  for (const Doors* doors : {&before, &after})
    for (const auto& [host, prefixes] : doors->all())
      for (const auto& [prefix, owner] : prefixes) report(host, prefix);
}

}  // namespace bulkhead::control

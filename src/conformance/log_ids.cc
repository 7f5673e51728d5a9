#include <charconv>

#include "conformance/target.h"

namespace bulkhead::conformance {

void append_rule_ids(std::string_view line, std::vector<std::uint32_t>& ids) {
  constexpr std::string_view kBegin = "[id ";
  for (std::size_t at = line.find(kBegin); at != std::string_view::npos; at = line.find(kBegin, at)) {
    at += kBegin.size();
    std::string_view rest = line.substr(at);
    if (rest.starts_with('\\')) rest.remove_prefix(1);
    if (!rest.starts_with('"')) continue;
    rest.remove_prefix(1);
    std::uint32_t id = 0;
    const auto [end, wrong] = std::from_chars(rest.data(), rest.data() + rest.size(), id);
    if (wrong != std::errc()) continue;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (rest.starts_with("\"]") || rest.starts_with("\\\"]")) ids.push_back(id);
  }
}

}  // namespace bulkhead::conformance

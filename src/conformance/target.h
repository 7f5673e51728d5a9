// What a stage is sent to: rules in this process, or a gateway.

#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bulkhead::conformance {

/// What came of one request.
struct Observed {
  /// False: the client saw no valid HTTP answer, or none at all.
  bool answered = true;
  std::uint16_t status = 0;
  std::string response;  ///< Head and body, as far as they are known.
  std::string location;
  /// Lines of the error log that belong to it.
  std::vector<std::string> log_lines;
  /// Rules that those lines name, in ascending order, each once.
  std::vector<std::uint32_t> rule_ids;
  /// Why the server itself answered, before any rule; empty: it did not, or that is not known.
  std::string refused;
};

class Target {
 public:
  virtual ~Target() = default;

  /// Sends the bytes of one request.
  ///
  /// Errors   Only what makes going on senseless: no gateway, no log.
  virtual Result<Observed> send(std::string_view bytes) = 0;
};

/// Appends the numbers of all `[id "…"]` in `line`, also where the quotes are escaped.
void append_rule_ids(std::string_view line, std::vector<std::uint32_t>& ids);

/// Puts ids in order, each once.
inline void sort_ids(std::vector<std::uint32_t>& ids) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
}

}  // namespace bulkhead::conformance

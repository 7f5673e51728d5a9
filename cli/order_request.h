// What close, guard, lockdown, open and reopen ask of the daemon: read from the command line, written as JSON.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::cli {

// NOLINTBEGIN(readability-redundant-member-init): with initializers, g++ lets a designated initializer leave members out.
/// One change of posture as a person asked for it.
struct OrderRequest {
  struct Stage {
    std::string level{};
    std::optional<std::uint16_t> share_permille{};
    std::string lasts{};  ///< "5m"; empty: without end.
  };

  std::string scope{};
  std::string level{};
  std::optional<std::uint16_t> share_permille{};
  std::string cause{};
  std::string reason{};
  /// By language; a text under "" is in the agency's first language and then the only one.
  std::map<std::string, std::string> public_text{};
  std::string lasts{};
  std::optional<RealTime> until{};
  std::vector<Stage> then{};
  std::string drain{};
  bool alone = false;
  bool dry_run = false;
  bool drill = false;

  std::string json() const;
};
// NOLINTEND(readability-redundant-member-init)

/// The order options as they were written.
struct OrderArguments {
  std::vector<std::string> scopes;
  bool all = false;
  std::string reason;
  std::vector<std::string> public_text;
  std::string cause;
  std::string lasts;
  std::string until;
  std::vector<std::string> then;
  std::string drain;
  std::string share;
  bool alone = false;
  bool drill = false;
};

/// Reads "25%", "2.5%" or "100%" as thousandths. 0.1 % to 100 %.
Result<std::uint16_t> parse_share(std::string_view text);

/// Reads "open:25%:5m", "guarded:10m", "open:50%", "open".
Result<OrderRequest::Stage> parse_stage(std::string_view text);

/// One request a scope, in the order written. Fails with one line that names the option and what would be right.
Result<std::vector<OrderRequest>> order_requests(const OrderArguments& arguments, const std::string& level,
                                                 RealTime now);

/// The body of what only needs words: undo, reject.
std::string reason_json(const std::string& reason, bool alone, bool dry_run, bool drill);

/// The body of an approval.
std::string approval_json(const std::string& digest, const std::string& reason, bool drill);

}  // namespace bulkhead::cli

// Bugs. A bug is a state that our own code promised cannot be; input never causes one.

#pragma once

#include <atomic>
#include <cstdint>

namespace bulkhead {

/// Ends the process with one line on stderr. For folders where going on would be worse than stopping
/// (control, compile, ledger).
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

/// Bugs met on the request path since the process started. Shown as `bulkhead_gate_bugs_total`.
std::uint64_t bugs_seen() noexcept;

/// Notes a bug on the request path: aborts in debug builds; in release logs the first one, counts all,
/// and the caller goes on as for a failure that the system caused.
void bug_seen(const char* condition, const char* file, int line) noexcept;

}  // namespace bulkhead

// Stays on in release.
#define BULKHEAD_ASSERT(condition) \
  (static_cast<bool>(condition) ? void(0) : ::bulkhead::assertion_failed(#condition, __FILE__, __LINE__))

// Evaluates to true when `condition` holds; otherwise notes a bug and evaluates to false.
#define BULKHEAD_EXPECT(condition) \
  (static_cast<bool>(condition) ? true : (::bulkhead::bug_seen(#condition, __FILE__, __LINE__), false))

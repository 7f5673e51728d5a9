#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace bulkhead {
namespace {
std::atomic<std::uint64_t> bugs{0};
}  // namespace

void assertion_failed(const char* condition, const char* file, int line) noexcept {
  static_cast<void>(std::fprintf(stderr, "bulkhead: assertion failed: %s (%s:%d)\n", condition, file, line));
  std::abort();
}

std::uint64_t bugs_seen() noexcept { return bugs.load(std::memory_order_relaxed); }

void bug_seen(const char* condition, const char* file, int line) noexcept {
#ifndef NDEBUG
  assertion_failed(condition, file, line);
#else
  if (bugs.fetch_add(1, std::memory_order_relaxed) == 0)
    static_cast<void>(std::fprintf(stderr, "bulkhead: bug: %s (%s:%d)\n", condition, file, line));
#endif
}

}  // namespace bulkhead

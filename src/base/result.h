// What a call that may fail returns: a value, or one Error that says what the caller does next.
//
// Three channels are never mixed. A bug is asserted (check.h). A failure is a Result. A decision about
// a request is neither: it is a Decision of the gate.

#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace bulkhead {

/// What the caller does next, not where it went wrong.
enum class ErrorCode : std::uint8_t {
  kInvalid,      ///< The input is wrong: fix it. Retrying will not help.
  kNotFound,     ///< The named thing does not exist.
  kConflict,     ///< The state does not allow it now: look, then decide again.
  kDenied,       ///< The caller may not do this.
  kLimit,        ///< A named maximum was reached: raise it or ask for less.
  kUnavailable,  ///< A part is away for now: retrying may help.
  kNoSpace,      ///< The disk is full.
  kCorrupt,      ///< Stored bytes are not what was written: call a person.
  kSystem,       ///< The operating system refused.
};

/// A failure in words. `message` begins with its fixed part, then the values; it names the field, the
/// limit and both numbers; it never holds a secret or a personal record.
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kInvalid;
  std::string message;
};

template <typename T>
using Result = std::expected<T, Error>;

/// For calls whose only outcome is success or failure.
using Status = Result<void>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected<Error>(Error{code, std::move(message)});
}

/// The failure of another Result, to hand on under another value type.
template <typename T>
[[nodiscard]] std::unexpected<Error> fail_as(const Result<T>& failed) {
  return std::unexpected<Error>(failed.error());
}

}  // namespace bulkhead

// How far a word of SecLang is understood here, and why not further.

#pragma once

#include <cstdint>
#include <string_view>

namespace bulkhead::lexicon {

/// What a word does.
enum class Support : std::uint8_t {
  kSupported,
  kNoEffect,  ///< Taken without an error, because rule sets in wide use write it; it does nothing. `reason` says why.
  kRefused,  ///< An error where it stands. `reason` says why.
};

/// How a word stands. `reason` is empty for what is supported; otherwise a clause for a message, such as
/// "a request must not wait for a name server".
///
/// Ownership  The text is static.
struct Standing {
  Support support = Support::kSupported;
  std::string_view reason;

  constexpr bool supported() const { return support == Support::kSupported; }
  constexpr bool refused() const { return support == Support::kRefused; }
};

}  // namespace bulkhead::lexicon

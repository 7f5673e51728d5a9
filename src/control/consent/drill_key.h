// The key by which a gateway says that it agrees to a drill. It signs nothing else.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bulkhead::os {
class Random;
}

namespace bulkhead::control {

/// An Ed25519 pair, kept as its seed in a file of mode 0600.
///
/// Threads    Immutable after open().
/// Errors     A file that cannot be read is kCorrupt and stays: a new key in its place would make every drill that knows the
///            old one refuse without saying why. Whoever wants a new one removes the file.
class DrillKey {
 public:
  /// Reads `path`, or makes the key.
  static Result<DrillKey> open(const std::string& path, os::Random& random);

  /// 64 hex digits: what the drill's side is given.
  const std::string& public_key() const { return public_key_; }

  /// 128 hex digits.
  std::string sign(std::string_view text) const;

 private:
  std::string secret_;  ///< libsodium's 64 bytes.
  std::string public_key_;
};

/// Whether `signature` over `text` was made by the key whose public half is `public_key`, both in hex.
bool is_signed_by(std::string_view public_key, std::string_view text, std::string_view signature);

/// Fails with kInvalid unless `text` is 64 hex digits.
Status check_public_key(std::string_view text);

}  // namespace bulkhead::control

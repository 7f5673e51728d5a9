// The demo's policy made personal: who runs it may act, and the two other demo persons get fresh tokens.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "os/random.h"

namespace bulkhead::launch {

/// A demo person and the token by which they are known over TCP.
struct DemoToken {
  std::string person;
  std::string token;
};

/// The demo's persons that have a token, with a new one each.
struct DemoTokens {
  DemoToken ana;   ///< duty
  DemoToken besa;  ///< chief

  static DemoTokens make(os::Random& random);
};

/// demo/bulkhead.yaml for this machine: `uid` becomes ana's (root stays nobody: it acts only with --alone), and the
/// published tokens of ana and besa are replaced, so that nobody else on the machine can use them.
std::string personal_policy(std::string_view text, std::uint32_t uid, const DemoTokens& tokens);

}  // namespace bulkhead::launch

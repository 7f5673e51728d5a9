#include "launch/demo_policy.h"

#include <fmt/core.h>

#include <array>

#include "os/sha256.h"

namespace bulkhead::launch {

namespace {

// As written in demo/bulkhead.yaml.
constexpr std::string_view kNote =
    "# Made by `bulkhead run` from demo/bulkhead.yaml: the uid is yours, ports may have moved, and the "
    "tokens of ana and besa are\n"
    "# not the published ones but those in ana.token and besa.token beside this file.\n";
constexpr std::string_view kUidLine = "uid: 1000\n";
constexpr std::string_view kSecondUidLine = "uid: 1001\n";
constexpr std::string_view kAnaToken = "demo-token-ana-only-for-loopback";
constexpr std::string_view kBesaToken = "demo-token-besa-only-for-loopback";

void replace(std::string& text, std::string_view from, const std::string& to) {
  if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
}

std::string fresh_token(os::Random& random) {
  std::array<std::byte, 24> bytes{};
  random.fill(bytes);
  std::string token;
  for (const std::byte byte : bytes) token += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
  return token;
}

}  // namespace

DemoTokens DemoTokens::make(os::Random& random) {
  return {.ana = {"ana", fresh_token(random)}, .besa = {"besa", fresh_token(random)}};
}

std::string personal_policy(std::string_view text, std::uint32_t uid, const DemoTokens& tokens) {
  std::string personal = std::string(kNote) + std::string(text);
  if (uid == 1001) replace(personal, kSecondUidLine, "uid: 1000\n");  // one uid is one person
  if (uid == 1001)
    replace(personal, kUidLine, "uid: 1001\n");
  else if (uid != 0)
    replace(personal, kUidLine, fmt::format("uid: {}\n", uid));
  replace(personal, os::sha256_hex(kAnaToken), os::sha256_hex(tokens.ana.token));
  replace(personal, os::sha256_hex(kBesaToken), os::sha256_hex(tokens.besa.token));
  return personal;
}

}  // namespace bulkhead::launch

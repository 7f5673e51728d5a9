#include "os/sha256.h"

#include <sodium.h>

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead::os {
namespace {

constexpr std::size_t kTextBytes = 2 * sizeof(Sha256);
constexpr std::size_t kQuotedBytesMax = 72;

}  // namespace

// libsodium's hash and comparison are pure functions: they need no sodium_init().

Sha256 sha256(std::string_view bytes) {
  Sha256 digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return digest;
}

std::string hex(const Sha256& digest) {
  std::string text(kTextBytes + 1, '\0');  // sodium_bin2hex ends its text with a NUL
  sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
  text.pop_back();
  return text;
}

std::string sha256_hex(std::string_view bytes) { return hex(sha256(bytes)); }

Result<Sha256> parse_sha256(std::string_view text) {
  Sha256 digest{};
  std::size_t bytes = 0;
  const bool read = text.size() == kTextBytes && sodium_hex2bin(digest.data(), digest.size(), text.data(),
                                                                text.size(), nullptr, &bytes, nullptr) == 0;
  if (!read || bytes != digest.size())
    return fail(ErrorCode::kInvalid, fmt::format("not a SHA-256 digest (64 hex digits): \"{}\"",
                                                 escape_log(cut(text, kQuotedBytesMax))));
  return digest;
}

bool same_digest(const Sha256& one, const Sha256& other) {
  return sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace bulkhead::os

#include "control/consent/drill_key.h"

#include <sodium.h>

#include <array>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "os/file.h"
#include "os/random.h"

namespace bulkhead::control {
namespace {

constexpr std::string_view kFormat = "bulkhead-drill-key-1 ";
constexpr std::size_t kFileBytesMax = 256;

using Seed = std::array<unsigned char, crypto_sign_SEEDBYTES>;
using PublicKey = std::array<unsigned char, crypto_sign_PUBLICKEYBYTES>;
using Secret = std::array<unsigned char, crypto_sign_SECRETKEYBYTES>;
using Signature = std::array<unsigned char, crypto_sign_BYTES>;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

template <std::size_t kBytes>
std::string hex(const std::array<unsigned char, kBytes>& bytes) {
  std::string text(2 * kBytes + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), kBytes);
  text.pop_back();
  return text;
}

template <std::size_t kBytes>
std::optional<std::array<unsigned char, kBytes>> from_hex(std::string_view text) {
  std::array<unsigned char, kBytes> bytes{};
  std::size_t size = 0;
  const bool read = text.size() == 2 * kBytes && sodium_hex2bin(bytes.data(), kBytes, text.data(),
                                                                text.size(), nullptr, &size, nullptr) == 0;
  return read && size == kBytes ? std::optional(bytes) : std::nullopt;
}

Result<Seed> read_seed(std::string_view text, const std::string& path) {
  const bool ours = text.starts_with(kFormat) && text.ends_with('\n');
  const auto seed =
      ours ? from_hex<crypto_sign_SEEDBYTES>(text.substr(kFormat.size(), text.size() - kFormat.size() - 1))
           : std::nullopt;
  if (seed) return *seed;
  return fail(ErrorCode::kCorrupt,
              fmt::format("the drill key {} cannot be read; without the file a new one is made", path));
}

Result<Seed> make_seed(const std::string& path, os::Random& random) {
  Seed seed{};
  random.fill(std::as_writable_bytes(std::span(seed)));
  if (Status written = os::write_file_atomically(path, std::string(kFormat) + hex(seed) + "\n", 0600);
      !written)
    return fail_as(written);
  return seed;
}

}  // namespace

Result<DrillKey> DrillKey::open(const std::string& path, os::Random& random) {
  const auto text = os::read_file(path, kFileBytesMax);
  if (!text && text.error().code != ErrorCode::kNotFound) return fail_as(text);
  Result<Seed> seed = text ? read_seed(*text, path) : make_seed(path, random);
  if (!seed) return fail_as(seed);
  PublicKey public_key{};
  Secret secret{};
  crypto_sign_seed_keypair(public_key.data(), secret.data(), seed->data());
  sodium_memzero(seed->data(), seed->size());
  DrillKey key;
  key.secret_.assign(secret.begin(), secret.end());
  sodium_memzero(secret.data(), secret.size());
  key.public_key_ = hex(public_key);
  return key;
}

std::string DrillKey::sign(std::string_view text) const {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, raw(text), text.size(), raw(secret_));
  return hex(signature);
}

bool is_signed_by(std::string_view public_key, std::string_view text, std::string_view signature) {
  const auto key = from_hex<crypto_sign_PUBLICKEYBYTES>(public_key);
  const auto bytes = from_hex<crypto_sign_BYTES>(signature);
  return key && bytes && crypto_sign_verify_detached(bytes->data(), raw(text), text.size(), key->data()) == 0;
}

Status check_public_key(std::string_view text) {
  if (from_hex<crypto_sign_PUBLICKEYBYTES>(text)) return {};
  return fail(
      ErrorCode::kInvalid,
      fmt::format("a drill key has {} hex digits (`bulkhead drill key` prints it), this has {} characters",
                  2 * crypto_sign_PUBLICKEYBYTES, text.size()));
}

}  // namespace bulkhead::control

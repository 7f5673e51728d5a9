#include "control/publish/key_ring.h"

#include <sodium.h>

#include <charconv>
#include <span>
#include <sstream>

#include "os/file.h"
#include "os/random.h"

namespace bulkhead::control {
namespace {

constexpr const char* kFormat = "bulkhead-local-keys-1";
constexpr std::size_t kFileBytesMax = 4'096;
constexpr std::uint32_t kIdMax = 0x7fff'ffff;
// 285,000 years after 1970: beyond every clock, and a difference of two such times still fits.
constexpr std::int64_t kMadeMsMax = 1ll << 53;

std::string hex(const std::array<std::uint8_t, 32>& bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

bool from_hex(const std::string& text, std::array<std::uint8_t, 32>& bytes) {
  std::size_t size = 0;
  return sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr) == 0 &&
         size == bytes.size();
}

}  // namespace

Result<KeyRing> KeyRing::parse(const std::string& path, const std::string& text) {
  std::istringstream in(text);
  std::string format;
  std::int64_t made_ms = 0;
  KeyRing ring(path);
  in >> format >> made_ms;
  for (segment::SegmentKey& key : ring.keys_) {
    std::string bytes;
    if (!(in >> key.id >> bytes) || !from_hex(bytes, key.bytes))
      return fail(ErrorCode::kCorrupt, "key ring: cannot be read");
  }
  const segment::SegmentKey& current = ring.keys_[0];
  if (made_ms < 0 || made_ms > kMadeMsMax || current.id == 0 || current.id > kIdMax ||
      current.id == ring.keys_[1].id)
    return fail(ErrorCode::kCorrupt, "key ring: out of range");
  ring.made_at_ = RealTime(Milliseconds(made_ms));
  // What save() would not have written, it did not write.
  if (ring.text() != text) return fail(ErrorCode::kCorrupt, "key ring: not a key ring");
  return ring;
}

Result<KeyRing> KeyRing::open(const std::string& path, os::Random& random, RealTime now) {
  const auto text = os::read_file(path, kFileBytesMax);
  if (text) {
    if (auto ring = parse(path, *text)) return ring;
  } else if (text.error().code != ErrorCode::kNotFound && text.error().code != ErrorCode::kLimit) {
    return fail_as(text);
  }
  KeyRing ring(path);
  ring.make_key(random, now);
  if (Status saved = ring.save(); !saved) return fail_as(saved);
  return ring;
}

void KeyRing::make_key(os::Random& random, RealTime now) {
  keys_[1] = keys_[0];
  // An id is never 0 (none) nor that of the key before.
  keys_[0].id = keys_[1].id % kIdMax + 1;
  random.fill(std::as_writable_bytes(std::span(keys_[0].bytes)));
  made_at_ = now;
}

Result<bool> KeyRing::rotate_if_due(os::Random& random, RealTime now) {
  if (now - made_at_ < kRotateAfter) return false;
  const KeyRing before = *this;
  make_key(random, now);
  if (Status saved = save(); !saved) {
    *this = before;
    return fail_as(saved);
  }
  return true;
}

std::string KeyRing::text() const {
  std::string text = std::string(kFormat) + " " + std::to_string(made_at_.time_since_epoch().count()) + "\n";
  for (const segment::SegmentKey& key : keys_) text += std::to_string(key.id) + " " + hex(key.bytes) + "\n";
  return text;
}

Status KeyRing::save() const { return os::write_file_atomically(path_, text(), 0600); }

}  // namespace bulkhead::control

// A damaged file of local keys. Opening it gives a ring that can be used and that the next opening finds again; what is not
// sound is made anew, and a sound one is kept as it is.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "control/publish/key_ring.h"
#include "fuzz/scratch_folder.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/random.h"

namespace {

using namespace bulkhead;
using control::KeyRing;

constexpr std::size_t kBytesMax = 4'096;

bool same(const KeyRing& left, const KeyRing& right) {
  for (std::size_t i = 0; i < left.keys().size(); ++i) {
    if (left.keys()[i].id != right.keys()[i].id || left.keys()[i].bytes != right.keys()[i].bytes)
      return false;
  }
  return true;
}

void check(const KeyRing& ring) {
  BULKHEAD_ASSERT(ring.keys()[0].id != 0 && ring.keys()[0].id != ring.keys()[1].id);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const fuzz::ScratchFolder folder;
  static const std::string path = folder.file("local.keys");
  const std::string_view damaged(reinterpret_cast<const char*>(bytes), size);
  fuzz::write_bytes(path, damaged);
  const os::SimulatedClock clock;
  os::SeededRandom random(1);

  auto ring = KeyRing::open(path, random, clock.real_now());
  BULKHEAD_ASSERT(ring);
  check(*ring);
  const auto kept = os::read_file(path, kBytesMax);
  BULKHEAD_ASSERT(kept);
  const bool made_anew = *kept != damaged;
  BULKHEAD_ASSERT(!made_anew || ring->keys()[1].id == 0);

  const auto before = ring->keys();
  const auto rotated = ring->rotate_if_due(random, clock.real_now());
  BULKHEAD_ASSERT(rotated && !(made_anew && *rotated));
  check(*ring);
  BULKHEAD_ASSERT(ring->keys()[*rotated ? 1 : 0].bytes == before[0].bytes);
  const auto again = KeyRing::open(path, random, clock.real_now());
  BULKHEAD_ASSERT(again && same(*again, *ring));
  return 0;
}

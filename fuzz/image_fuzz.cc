// A damaged image. The input patches a valid image, four bytes a patch: where (two bytes, little endian),
// what the byte is xored with, and whether the checksum is put right again after this patch; a last odd part
// cuts the image short. Without a right checksum verify() must refuse; with it, it may accept, and then no
// look-up may leave the bytes.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "base/check.h"
#include "program/contents_for_test.h"
#include "program/dump.h"
#include "program/image.h"
#include "program/writer.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::program;

const std::vector<std::byte>& valid_image() {
  static const std::vector<std::byte> kImage = [] {
    auto image = write_image(contents_for_test());
    BULKHEAD_ASSERT(image.has_value());
    return *std::move(image);
  }();
  return kImage;
}

void look_everything_up(const Image& image) {
  const Address inside = Address::v4({10, 20, 0, 1});
  for (std::size_t i = 0; i < image.services(); ++i) {
    const auto index = static_cast<ServiceIndex>(i);
    const ServiceView service = image.service(index);
    (void)image.find(service.name);
    const Image::Home home = image.home(index);
    (void)image.find(home.host, home.path);
    (void)image.lane(index, inside);
  }
  const Zone zone = image.zone();
  for (const RealTime at : {RealTime::min(), RealTime{}, RealTime::max()}) (void)zone.local(at);
  (void)image.find("a.b.c.d.e.f.example", "/x/y/z");
  (void)dump(image);
}

// What comes before is checked field by field against the only values it may have.
bool same_digested_part(const std::vector<std::byte>& a, const std::vector<std::byte>& b) {
  return std::ranges::equal(std::span(a).subspan(layout::kDigestedFrom),
                            std::span(b).subspan(layout::kDigestedFrom));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::vector<std::byte> image = valid_image();
  std::vector<std::byte> last_sealed = image;
  for (; size >= 4; bytes += 4, size -= 4) {
    const std::size_t at = (bytes[0] | static_cast<std::size_t>(bytes[1]) << 8) % image.size();
    image[at] ^= std::byte{bytes[2]};
    if ((bytes[3] & 1) == 0) continue;
    seal(image);
    last_sealed = image;
  }
  if (size > 0) image.resize(image.size() - bytes[0] % image.size());
  // A block of exactly this size, so that one byte too far is noticed.
  const std::vector<std::byte> exact(image.begin(), image.end());
  if (exact.size() < layout::kDigestedFrom) {
    BULKHEAD_ASSERT(!Image::verify(exact));
    return 0;
  }
  const auto verified = Image::verify(exact);
  BULKHEAD_ASSERT(verified || exact != valid_image());
  BULKHEAD_ASSERT(!verified || same_digested_part(exact, valid_image()) ||
                  same_digested_part(exact, last_sealed));
  if (verified) look_everything_up(*verified);
  return 0;
}

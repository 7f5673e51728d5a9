// Look-ups run for every request: none may allocate. Counted by replacing the global allocation functions of
// this test program.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "program/contents_for_test.h"

namespace {
std::atomic<std::size_t> allocations{0};
}  // namespace

void* operator new(std::size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* block = std::malloc(bytes == 0 ? 1 : bytes)) return block;
  std::abort();
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }

namespace bulkhead::program {
namespace {

TEST(Allocations, LookUpsMakeNone) {
  const auto bytes = *write_image(contents_for_test());
  const Image image = *Image::verify(bytes);
  const Address address = *Address::parse("10.20.7.9");
  const std::size_t before = allocations;
  std::size_t seen = image.find("a.b.forms.example", "/forms/one/two/three");
  seen += image.find("nobody.example", "/");
  seen += *image.find("tax-filing");
  seen += image.knows_host("tax-filing.example") ? 1u : 0u;
  seen += image.service(1).name.size();
  seen += image.lane(1, address).size();
  seen += image.text(1, TextKind::kTitle, 1).size() + image.phrase("closed_title", 0).size();
  for (const std::string_view cookie : image.session_cookies(1)) seen += cookie.size();
  const Image copy = image;
  seen += copy.languages().size();
  EXPECT_EQ(allocations - before, 0u);
  EXPECT_GT(seen, 0u);
}

}  // namespace
}  // namespace bulkhead::program

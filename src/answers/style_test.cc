// A style sheet or script whose hash does not fit is not applied by browsers: the page would be bare.

#include "answers/style.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <array>
#include <string>

namespace bulkhead::answers {
namespace {

std::string sha256_base64(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)> out;
  return sodium_bin2base64(out.data(), out.size(), digest.data(), digest.size(),
                           sodium_base64_VARIANT_ORIGINAL);
}

TEST(StyleTest, hashes_fit) {
  EXPECT_EQ(page_style_sha256(), sha256_base64(page_style()));
  EXPECT_EQ(status_style_sha256(), sha256_base64(status_style()));
  EXPECT_EQ(stale_script_sha256(), sha256_base64(stale_script()));
}

TEST(StyleTest, loads_nothing_and_knows_no_left_or_right) {
  for (const std::string_view style : {page_style(), status_style()}) {
    for (const std::string_view word :
         {"url(", "@import", "@font-face", "left", "right", "animation", "transition"}) {
      EXPECT_EQ(style.find(word), std::string_view::npos) << word;
    }
  }
}

}  // namespace
}  // namespace bulkhead::answers

// The digests must be those of the standard's examples, and texts must read back.

#include "os/sha256.h"

#include <gtest/gtest.h>

#include <string>

namespace bulkhead::os {
namespace {

TEST(Sha256, StandardExamples) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, TextReadsBackInEitherCase) {
  const Sha256 digest = sha256("abc");
  EXPECT_EQ(parse_sha256(hex(digest)), digest);
  EXPECT_EQ(parse_sha256("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"), digest);
}

TEST(Sha256, NothingElseIsADigest) {
  const std::string good = sha256_hex("abc");
  for (const std::string& text :
       {std::string(), good.substr(1), good + "0", "g" + good.substr(1), " " + good.substr(1)})
    EXPECT_EQ(parse_sha256(text).error().code, ErrorCode::kInvalid) << text;
}

TEST(Sha256, Comparison) {
  EXPECT_TRUE(same_digest(sha256("a"), sha256("a")));
  EXPECT_FALSE(same_digest(sha256("a"), sha256("b")));
}

}  // namespace
}  // namespace bulkhead::os

// The bytes that are signed are pinned: whoever changes them makes every drill of another version refuse. What is read back is
// what was written, and anything else is refused without a throw.

#include "control/consent/consent.h"

#include <gtest/gtest.h>

#include "control/consent/drill_key.h"
#include "os/file.h"
#include "os/random.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

SignedConsent sample() {
  SignedConsent answer;
  answer.consent = {.nonce = std::string(32, 'a'),
                    .address = Address::parse("192.0.2.7").value(),
                    .port = 8080,
                    .from = Address::parse("2001:db8::1").value(),
                    .requests_per_s_max = 500,
                    .ends_at = RealTime(Milliseconds(1'784'246'400'123)),
                    .live = true,
                    .gateway_id = 7};
  answer.signature = std::string(128, 'b');
  return answer;
}

TEST(Consent, TheSignedBytes) {
  EXPECT_EQ(
      signed_text(sample().consent),
      "bulkhead drill consent 1\nnonce: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\naddress: 192.0.2.7\nport: 8080\n"
      "from: 2001:db8::1\nrequests_per_s_max: 500\nends_at: 2026-07-17T00:00:00.123Z\nlive: yes\n"
      "gateway: 7\n");
}

TEST(Consent, ReadsWhatItWrote) {
  const auto read = parse_consent(to_json(sample()));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->consent, sample().consent);
  EXPECT_EQ(read->signature, sample().signature);
}

TEST(Consent, RefusesAnythingElse) {
  const std::string right = to_json(sample());
  for (const char* wrong : {"", "{}", "[]", "null", "404", "<html>"})
    EXPECT_FALSE(parse_consent(wrong)) << wrong;
  for (const auto& [from, to] :
       std::initializer_list<std::pair<std::string, std::string>>{{"8080", "65536"},
                                                                  {"8080", "-1"},
                                                                  {"8080", "\"80\""},
                                                                  {"500", "4294967296"},
                                                                  {"500", "5e2"},
                                                                  {"192.0.2.7", "tax.example"},
                                                                  {"true", "1"},
                                                                  {"aaaa", "a\\na"},
                                                                  {"aaaa", "AAAA"},
                                                                  {"bbbb", "bb"},
                                                                  {"bbbb", "xxxx"},
                                                                  {"\"live\"", "\"alive\""},
                                                                  {"2026-07", "26-07"}}) {
    std::string text = right;
    text.replace(text.find(from), from.size(), to);
    EXPECT_FALSE(parse_consent(text)) << text;
  }
  EXPECT_FALSE(parse_consent(right + std::string(kConsentBytesMax, ' ')));
}

TEST(Consent, Nonces) {
  for (const std::size_t bytes : {kNonceBytesMin, kNonceBytesMax})
    EXPECT_TRUE(is_nonce(std::string(2 * bytes, '0')));
  for (const std::size_t digits :
       {std::size_t{0}, 2 * kNonceBytesMin - 2, 2 * kNonceBytesMin + 1, 2 * kNonceBytesMax + 2})
    EXPECT_FALSE(is_nonce(std::string(digits, '0'))) << digits;
  EXPECT_FALSE(is_nonce(std::string(32, 'A')));
  EXPECT_FALSE(is_nonce(std::string(30, 'a') + "\n "));
}

TEST(DrillKey, SignsAndStays) {
  os::TemporaryFolderForTest folder;
  os::SeededRandom random(1);
  const auto key = DrillKey::open(folder.file("drill"), random);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_TRUE(check_public_key(key->public_key()));
  const std::string signature = key->sign("text");
  EXPECT_TRUE(is_signed_by(key->public_key(), "text", signature));
  EXPECT_FALSE(is_signed_by(key->public_key(), "texts", signature));
  EXPECT_FALSE(is_signed_by(key->public_key(), "text", std::string(128, '0')));
  EXPECT_FALSE(is_signed_by(key->public_key(), "text", "zz"));
  EXPECT_FALSE(is_signed_by("", "text", signature));
  EXPECT_EQ(DrillKey::open(folder.file("drill"), random)->public_key(), key->public_key());
  os::SeededRandom other(2);
  EXPECT_NE(DrillKey::open(folder.file("other"), other)->public_key(), key->public_key());
}

TEST(DrillKey, IsTheOwnersAloneAndNotReplacedWhenHarmed) {
  os::TemporaryFolderForTest folder;
  os::SeededRandom random(1);
  const std::string path = folder.file("drill");
  ASSERT_TRUE(DrillKey::open(path, random));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(path).permissions(), perms::owner_read | perms::owner_write);
  ASSERT_TRUE(os::write_file_atomically(path, "bulkhead-drill-key-1 00\n", 0600));
  EXPECT_EQ(DrillKey::open(path, random).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(os::read_file(path, 100).value(), "bulkhead-drill-key-1 00\n");
}

}  // namespace
}  // namespace bulkhead::control

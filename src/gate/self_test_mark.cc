#include "gate/self_test_mark.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>

namespace bulkhead::gate {
namespace {

constexpr std::string_view kQuestionPurpose = "bulkhead self-test question 1";
constexpr std::string_view kAnswerPurpose = "bulkhead self-test answer 1";
constexpr std::string_view kMacLine = "mac: ";
constexpr std::string_view kVerdicts[] = {"refused", "would-refuse", "passed", "not-inspected", "door"};

class Mac {
 public:
  Mac(const segment::SegmentKey& key, std::string_view purpose) {
    crypto_generichash_init(&state_, key.bytes.data(), key.bytes.size(), sizeof(SelfTestMac));
    add(purpose.data(), purpose.size());
  }
  void add(const void* bytes, std::size_t size) {
    crypto_generichash_update(&state_, static_cast<const unsigned char*>(bytes), size);
  }
  SelfTestMac finish() {
    SelfTestMac out{};
    crypto_generichash_final(&state_, out.data(), out.size());
    return out;
  }

 private:
  crypto_generichash_state state_;
};

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

template <std::size_t kBytes>
bool read_hex(std::string_view text, std::array<std::uint8_t, kBytes>& out) {
  std::size_t size = 0;
  return text.size() == 2 * kBytes &&
         sodium_hex2bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr) == 0 &&
         size == kBytes;
}

template <typename Number>
bool read_number(std::string_view text, Number& out, int base = 10) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  return failed == std::errc{} && end == text.data() + text.size();
}

bool same(const SelfTestMac& one, const SelfTestMac& other) {
  return sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

SelfTestMac question_mac(const segment::SegmentKey& key, const BootId& boot, std::uint64_t service,
                         std::int64_t at_ms) {
  Mac mac(key, kQuestionPurpose);
  mac.add(boot.data(), boot.size());
  mac.add(&at_ms, sizeof at_ms);
  mac.add(&service, sizeof service);
  return mac.finish();
}

SelfTestMac answer_mac(const segment::SegmentKey& key, const SelfTestMac& question, std::string_view lines) {
  Mac mac(key, kAnswerPurpose);
  mac.add(question.data(), question.size());
  mac.add(lines.data(), lines.size());
  return mac.finish();
}

struct Question {
  std::uint32_t key = 0;
  std::int64_t at_ms = 0;
  SelfTestMac mac{};
};

std::optional<Question> read_question(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  Question question;
  if (!read_number(text.substr(0, first), question.key) || question.key == 0) return std::nullopt;
  if (!read_number(text.substr(first + 1, second - first - 1), question.at_ms, 16)) return std::nullopt;
  if (question.at_ms < 0 || question.at_ms > (std::int64_t{1} << 53)) return std::nullopt;
  if (!read_hex(text.substr(second + 1), question.mac)) return std::nullopt;
  return question;
}

const segment::SegmentKey* key_of(std::span<const segment::SegmentKey> keys, std::uint32_t id) {
  for (const segment::SegmentKey& key : keys)
    if (key.id == id) return &key;
  return nullptr;
}

bool read_line(std::string_view name, std::string_view value, SelfTestAnswer& answer) {
  if (name == "verdict") {
    for (std::size_t i = 0; i < std::size(kVerdicts); ++i) {
      if (value != kVerdicts[i]) continue;
      answer.verdict = static_cast<SelfTestVerdict>(i);
      return true;
    }
    return false;
  }
  if (name == "rule") return read_number(value, answer.rule);
  if (name == "image") return read_number(value, answer.image_version);
  if (name == "image-sha256") return read_hex(value, answer.image);
  if (name == "rules-sha256") return read_hex(value, answer.program);
  if (name == "worker") return read_number(value, answer.worker);
  return false;
}

}  // namespace

std::string_view name(SelfTestVerdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

std::string self_test_question(const segment::SegmentKey& key, const BootId& boot, std::uint64_t service,
                               BootTime now) {
  const std::int64_t at_ms = now.time_since_epoch().count();
  return fmt::format("{}.{:x}.{}", key.id, at_ms, hex(question_mac(key, boot, service, at_ms)));
}

std::optional<SelfTestMac> accept_self_test(std::span<const segment::SegmentKey> keys, const BootId& boot,
                                            std::uint64_t service, std::string_view text, BootTime now) {
  const auto question = read_question(text);
  const segment::SegmentKey* key = question ? key_of(keys, question->key) : nullptr;
  if (key == nullptr) return std::nullopt;
  const Milliseconds apart = now - BootTime(Milliseconds(question->at_ms));
  if (apart > kSelfTestValidFor || apart < -kSelfTestValidFor) return std::nullopt;
  if (!same(question_mac(*key, boot, service, question->at_ms), question->mac)) return std::nullopt;
  return question->mac;
}

std::string self_test_body(const segment::SegmentKey& key, const SelfTestMac& question,
                           const SelfTestAnswer& answer) {
  std::string lines =
      fmt::format("verdict: {}\nrule: {}\nimage: {}\nimage-sha256: {}\nrules-sha256: {}\nworker: {}\n",
                  name(answer.verdict), answer.rule, answer.image_version, hex(answer.image),
                  hex(answer.program), answer.worker);
  const SelfTestMac mac = answer_mac(key, question, lines);
  lines += kMacLine;
  lines += hex(mac) + "\n";
  return lines;
}

std::optional<SelfTestAnswer> read_self_test_body(std::span<const segment::SegmentKey> keys,
                                                  std::string_view question_text, std::string_view body) {
  const auto question = read_question(question_text);
  const std::size_t last = body.rfind(kMacLine);
  SelfTestMac given{};
  if (!question || last == std::string_view::npos || !body.ends_with('\n')) return std::nullopt;
  const std::string_view lines = body.substr(0, last);
  const std::string_view mac = body.substr(last + kMacLine.size(), body.size() - last - kMacLine.size() - 1);
  if (!read_hex(mac, given)) return std::nullopt;
  // The worker may know a newer key than the question was made with.
  if (std::ranges::none_of(keys, [&](const segment::SegmentKey& key) {
        return key.id != 0 && same(answer_mac(key, question->mac, lines), given);
      }))
    return std::nullopt;
  SelfTestAnswer answer;
  for (std::string_view rest = lines; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos || !read_line(line.substr(0, colon), line.substr(colon + 2), answer))
      return std::nullopt;
  }
  return answer;
}

}  // namespace bulkhead::gate

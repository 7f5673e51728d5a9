// The self-test: how the daemon asks a worker to prove that it enforces, and how the worker answers.
//
// Once a minute the daemon sends each service that has rules a request that they refuse, over a listener of nginx's that only
// self-tests come by. Its field X-Bulkhead-Self-Test holds the question; the request takes a citizen's way through binding, door and
// rules, and ends in the worker, whatever they say. What they said is the answer's body.
//
//     question   <key id>.<boot clock in ms, hex>.<MAC, 32 hex>
//     answer     lines "name: value", the last one "mac: <32 hex>"
//
// Both MACs are BLAKE2b-128 (RFC 7693) keyed with the gateway's local key. The question's covers purpose, boot, time and service;
// the answer's covers purpose, the question's MAC and all lines before it: an answer is to one question, and only who has the key can
// give one.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "program/image.h"
#include "segment/control_layout.h"

namespace bulkhead::gate {

/// What the request asks for besides its host and path: refused by any program of rules that a policy is compiled to (its last rule
/// looks for the parameter), and by the Core Rule Set's own rules before that, at every paranoia level.
inline constexpr std::string_view kSelfTestQuery =
    "bulkhead-self-test=refuse-me&q=1%27%20UNION%20SELECT%20name%2Cpassword%20FROM%20users--%20-&"
    "x=%3Cscript%3Ealert%281%29%3C%2Fscript%3E&f=..%2F..%2F..%2Fetc%2Fpasswd";

/// How far question and worker may be apart: a question that was seen by somebody is worth nothing later.
inline constexpr Milliseconds kSelfTestValidFor = std::chrono::seconds(60);

using SelfTestMac = std::array<std::uint8_t, 16>;
using BootId = std::array<std::uint8_t, 16>;

/// `service` is segment::hash_name of it.
std::string self_test_question(const segment::SegmentKey& key, const BootId& boot, std::uint64_t service,
                               BootTime now);

/// The question's MAC when `text` is a question to `service` in this boot, at most kSelfTestValidFor away from `now`, made with one of
/// `keys`; nothing otherwise.
std::optional<SelfTestMac> accept_self_test(std::span<const segment::SegmentKey> keys, const BootId& boot,
                                            std::uint64_t service, std::string_view text, BootTime now);

/// What became of a self-test.
enum class SelfTestVerdict : std::uint8_t {
  kRefused,       ///< By the rules.
  kWouldRefuse,   ///< By the rules, if the mode were block.
  kPassed,        ///< The rules ran and found nothing to refuse.
  kNotInspected,  ///< No rule ran.
  kDoor,          ///< It did not come to the rules: the door refuses everybody.
};
std::string_view name(SelfTestVerdict verdict);

struct SelfTestAnswer {
  SelfTestVerdict verdict = SelfTestVerdict::kNotInspected;
  /// The rule that refuses; 0: none does.
  std::uint32_t rule = 0;
  std::uint64_t image_version = 0;
  program::Digest image{};
  /// Of the rules; zeros when there are none.
  program::Digest program{};
  /// Process id of the worker.
  std::uint64_t worker = 0;
  bool operator==(const SelfTestAnswer&) const = default;
};

/// The body of an answer to the question whose MAC is `question`.
std::string self_test_body(const segment::SegmentKey& key, const SelfTestMac& question,
                           const SelfTestAnswer& answer);

/// Reads a body; nothing when it is not an answer to `question` (as text) that was made with one of `keys`.
std::optional<SelfTestAnswer> read_self_test_body(std::span<const segment::SegmentKey> keys,
                                                  std::string_view question, std::string_view body);

}  // namespace bulkhead::gate

// Whether this gateway agrees to a drill: who said so, to whom, until when.
//
// The words that are signed are consent.h. That two persons are asked on a live gateway is the order book's proposals.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/address.h"
#include "base/result.h"
#include "base/time.h"
#include "control/consent/consent.h"
#include "control/consent/drill_key.h"
#include "control/orders/proposal.h"
#include "posture/authority.h"

namespace bulkhead::os {
class Clock;
class Random;
}  // namespace bulkhead::os

namespace bulkhead::policy {
struct Policy;
}

namespace bulkhead::control {

class OrderBook;

/// What somebody asks for.
struct DrillRequest {
  static constexpr std::uint32_t kRequestsPerSecondMax = 1'000'000;
  static constexpr Milliseconds kLastsMin = std::chrono::minutes(1);
  static constexpr Milliseconds kLastsMax = std::chrono::hours(24);
  static constexpr Milliseconds kLastsDefault = std::chrono::hours(2);

  Address from{};
  std::uint32_t requests_per_s_max = 0;
  Milliseconds lasts = kLastsDefault;
  bool live = false;  ///< The person knows that people use this gateway.
  std::string reason{};
};

/// What is agreed to.
struct DrillTerms {
  Address from{};
  std::uint32_t requests_per_s_max = 0;
  RealTime ends_at{};
  BootTime ends{};
  bool live = false;
  std::string person{};
  std::string approver{};  ///< Empty on a rehearsal gateway.
};

/// Agrees to one drill at a time; another act of agreeing replaces it.
///
/// Memory     What is agreed to is held nowhere else: a daemon that starts again agrees to nothing.
/// Time       Ends by the boot clock, so a clock that is set makes it no longer.
/// Policy     Void as soon as the policy in force no longer trusts the address, or the gateway has become live (or
///            no longer is): what was agreed to was another gateway.
/// Threads    One thread.
class ConsentDesk {
 public:
  struct Parts {
    os::Clock& clock;
    os::Random& random;
    std::string key_path;
    std::function<OrderBook*()>
        book;  ///< May return null: then nothing can be put on record, and nothing is agreed to.
    std::function<std::shared_ptr<const policy::Policy>()> policy;
  };
  explicit ConsentDesk(Parts parts) : parts_(std::move(parts)) {}

  struct Outcome {
    std::optional<DrillTerms> terms{};   ///< In force from now on.
    std::optional<Proposal> proposal{};  ///< Waits for a second person.
  };

  /// Agrees, on record first; on a live gateway it becomes a proposal, which --alone does not stand in for. Fails with kInvalid
  /// for what is out of range or from an address that is no trusted proxy, kDenied for root, auditors, and a live gateway
  /// without `live`.
  Result<Outcome> allow(const posture::Person& person, const DrillRequest& request);

  /// Carries out a proposal of kind kDrill that a second person has approved.
  Result<Outcome> agreed(const posture::Person& approver, const Proposal& proposal);

  /// Takes it back. False when there was nothing to take back.
  Result<bool> disallow(const posture::Person& person, std::string_view reason);

  std::optional<DrillTerms> in_force() const;
  bool is_live() const;

  /// A drill that this gateway agrees to was heard of less than kPlaysFor ago: while it plays it asks every ten seconds.
  bool is_playing() const;
  static constexpr Milliseconds kPlaysFor = std::chrono::seconds(30);

  /// Makes the key when there is none.
  Result<std::string> public_key();

  /// One question as the gateway's listener passed it on: `asker` is who connected, `address` and `port` what it had reached.
  struct Question {
    std::string_view nonce;
    Address asker;
    Address address;
    std::uint16_t port = 0;
  };
  /// Fails with kNotFound where no consent is in force for the asker, and kLimit beyond kAnswersPerSecondMax.
  Result<SignedConsent> answer(const Question& question);
  static constexpr std::uint32_t kAnswersPerSecondMax = 10;

  /// Call about once a second: what is over by itself is put on record.
  void tick();

 private:
  Result<DrillTerms> enact(DrillTerms terms, const std::string& reason);
  Status check(const posture::Person& person, const DrillRequest& request) const;
  Status check_from(const Address& from) const;
  Status open_key();
  bool holds(const DrillTerms& terms) const;

  Parts parts_;
  std::optional<DrillKey> key_;
  std::optional<DrillTerms> terms_;
  std::optional<MonoTime> heard_;  ///< When the terms in force were last asked for.
  MonoTime second_began_{};
  std::uint32_t answered_ = 0;
};

}  // namespace bulkhead::control

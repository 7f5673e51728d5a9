// What somebody asks of the order book.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "posture/order.h"

namespace bulkhead::control {

/// An order as somebody gives it. `POST /orders` in the words of posture/.
struct OrderRequest {
  posture::Scope scope{};
  posture::Level level = posture::Level::kClosed;
  std::uint16_t share_permille = posture::kShareAll;
  posture::Cause cause = posture::Cause::kNone;
  std::string reason{};                              ///< Required: history is for people.
  std::map<std::string, std::string> public_text{};  ///< By language; empty: stock phrases.
  /// At most one of the two.
  std::optional<Milliseconds> lasts{};
  std::optional<RealTime> until{};
  /// Not given: posture::default_then. Given and empty: over at once when its time is up.
  std::optional<std::vector<posture::Stage>> then{};
  /// Given: sessions inside may finish for so long. Not given: requests under way get kDrainDefault.
  std::optional<Milliseconds> drain{};
  bool alone = false;
  bool dry_run = false;
  bool drill = false;  ///< Given by a rehearsal: marked so in history.
  bool operator==(const OrderRequest&) const = default;
};

struct UndoRequest {
  std::string reason{};
  bool alone = false;
  bool dry_run = false;
  bool drill = false;
};

enum class Reason : std::uint8_t { kRequired, kOptional };
/// Fails with kInvalid when a reason is too long, no text, or missing where one is required.
Status check_reason(std::string_view reason, Reason kind);

/// Fails with kInvalid, listing `languages`, when a public text is in another: nobody would read it.
Status check_languages(const std::map<std::string, std::string>& public_text,
                       std::span<const std::string> languages);

/// The order that `request` asks for, from now on. Fails with kInvalid, naming the field.
Result<posture::Order> order_of(const OrderRequest& request, std::string author, Id id, BootTime now,
                                RealTime real);

/// "close", "guard", "lockdown", "open"; "reopen" for an open order that lets in a share.
std::string verb(const posture::Order& order);

/// "close service tax-filing for 1 h (load)": one sentence, no names of people.
std::string describe(const posture::Order& order);

}  // namespace bulkhead::control

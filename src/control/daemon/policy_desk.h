// How a policy changes, as REST asks for it. Implemented on top of control/apply by policy_apply.cc.

#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "control/images/image_store.h"
#include "control/orders/proposal.h"
#include "policy/reader.h"
#include "posture/authority.h"

namespace bulkhead::control {

struct PolicyRequest {
  std::string file_name;
  std::string text;
  std::string reason;
  bool dry_run = false;
  bool alone = false;
};

struct RollbackRequest {
  std::optional<std::uint64_t> version;  ///< Nothing: the one before the current.
  std::string reason;
  bool dry_run = false;
  bool alone = false;
};

struct PolicyAnswer {
  enum class Kind : std::uint8_t { kPreview, kApplied, kProposed };
  enum class Effect : std::uint8_t { kNeutral, kTightens, kLoosens };
  struct Change {
    std::string service;  ///< Empty: the whole gateway.
    std::string what;
    Effect effect = Effect::kNeutral;
    bool needs_reload = false;
  };
  Kind kind = Kind::kPreview;
  std::vector<Change> changes;
  bool needs_reload = false;
  bool needs_second_person = false;
  std::string why;
  std::vector<policy::Diagnostic> warnings;
  std::optional<KeptImage> image;    ///< Of kApplied.
  std::optional<Proposal> proposal;  ///< Of kProposed.
  std::string reload;                ///< Of kApplied: "done", "not needed", or why a person has to.
};

/// Why not; `diagnostics` holds all that is wrong with the text.
struct PolicyRefusal {
  Error error;
  std::vector<policy::Diagnostic> diagnostics;
};

using PolicyResult = std::expected<PolicyAnswer, PolicyRefusal>;

/// Work that goes on elsewhere (nginx -t takes its time): ask until it returns.
using PolicyJob = std::function<std::optional<PolicyResult>()>;

/// Threads    One thread.
class PolicyDesk {
 public:
  virtual ~PolicyDesk() = default;
  virtual PolicyJob apply(const posture::Person& person, PolicyRequest request) = 0;
  virtual PolicyJob rollback(const posture::Person& person, RollbackRequest request) = 0;
  /// Carries out what a second person agreed to.
  virtual PolicyJob agreed(const posture::Person& approver, const Proposal& proposal) = 0;
  /// A policy is on its way: another has to wait.
  virtual bool busy() const = 0;
  virtual Result<std::vector<KeptImage>> images() = 0;
};

}  // namespace bulkhead::control

// Policies that wait for a second person: what the proposal says of them, and their texts.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "control/orders/proposal.h"

namespace bulkhead::control {

/// What a proposal carries of a policy, so that only what was seen comes into force, over what was in force then.
struct ProposedPolicy {
  std::string action;      ///< "apply" or "rollback".
  std::string digest;      ///< Of the policy's text, hex.
  std::uint64_t base = 0;  ///< The image that was in force; 0: none.
  std::optional<std::uint64_t> rollback_to{};
  std::string file_name{};

  std::string payload() const;
  /// Nothing when the proposal is of another kind.
  static std::optional<ProposedPolicy> of(const Proposal& proposal);
};

/// A folder with a file for every text, named by its digest; a proposal itself has no room for it.
///
/// Bounds     As many texts as proposals can wait.
class ProposedTexts {
 public:
  explicit ProposedTexts(std::string folder) : folder_(std::move(folder)) {}

  /// Texts of proposals that do not wait any more are dropped.
  Status keep(const std::string& digest, const std::string& text, std::span<const Proposal> waiting);
  Result<std::string> read(const std::string& digest) const;
  void drop(const std::string& digest);

 private:
  std::string path(const std::string& digest) const { return folder_ + "/" + digest + ".yaml"; }

  std::string folder_;
};

}  // namespace bulkhead::control

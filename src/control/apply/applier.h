// How a policy comes into force: looked at first, then put in place step by step, and taken back whole when a
// step fails.
//
//     plan     check → translations → render → compare with the one in force       changes nothing
//     commit   slots → compile → keep the image → nginx -t → one worker → all workers → current →
//              nginx.conf → reload
//
// Who must agree in between is not decided here: a Plan says what it loosens and which digest an approval
// names.

#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "compile/rules/policy_rules.h"
#include "control/apply/change.h"
#include "control/apply/compilation.h"
#include "control/apply/gateway_host.h"
#include "control/apply/image_publisher.h"
#include "control/images/image_store.h"
#include "control/render/nginx.h"
#include "os/clock.h"

namespace bulkhead::control {

struct ApplierOptions {
  /// Folder of the shipped translations.
  std::string shipped_translations;
  /// What rendered configurations need to know. `image_path` is the Applier's to say.
  NginxOptions nginx;
  /// False: somebody else writes the nginx configuration; the Applier leaves it alone and says when a reload
  /// is needed.
  bool writes_nginx = true;
  /// Says which exclusions of rules are over; nullptr: the machine's.
  const os::Clock* clock = nullptr;
};

/// What would happen. A plain value; commit() does it, unless another policy came into force meanwhile.
struct Plan {
  CheckedPolicy checked;
  /// The rules it names, compiled.
  compile::PolicyRules rules;
  RealTime compiled_at{};
  std::vector<Change> changes;
  std::optional<std::uint64_t> in_force;     ///< Version that `changes` is compared with.
  std::optional<std::uint64_t> rollback_to;  ///< A kept image instead of a new one.

  /// SHA-256 of the policy text, hex: what an approval names.
  const std::string& digest() const { return checked.policy.sha256; }
  bool needs_second_person() const { return control::needs_second_person(changes); }
  bool needs_reload() const { return control::needs_reload(changes); }
  std::string summary() const { return control::summary(changes); }
  std::string why_second_person() const { return control::why_second_person(changes); }
};

/// What happened.
struct Applied {
  enum class Reload : std::uint8_t { kNotNeeded, kDone, kByHand };
  std::uint64_t version = 0;
  std::optional<std::uint64_t> before;
  program::Digest image_digest{};
  Reload reload = Reload::kNotNeeded;
};

/// Threads    One thread; commit() takes as long as workers and nginx take (seconds), so not the one that
///            answers.
/// Time       Nothing is half applied: when a step fails, those before it are taken back in reverse order; a
///            crash at any moment leaves the old policy or the new one in force, and settle() makes all parts
///            agree on it.
/// Errors     kInvalid: the policy or nginx's view of it; kConflict: another policy came in between; those of
///            the ImageStore and the ImagePublisher. What could not be taken back is said at the end of the
///            message.
class Applier {
 public:
  Applier(ApplierOptions options, ImageStore& store, GatewayHost& host, ImagePublisher& publisher)
      : options_(std::move(options)), store_(store), host_(host), publisher_(publisher) {}

  std::expected<Plan, PolicyRefused> plan(std::string policy_text, const std::string& file_name) const;

  /// Without a version: the newest sound one older than the one in force.
  std::expected<Plan, PolicyRefused> plan_rollback(std::optional<std::uint64_t> version) const;

  Result<Applied> commit(const Plan& plan);

  /// At start: gives what nginx will read the policy of the image in force, publishes that image, and returns
  /// its version; nothing when no policy was applied yet.
  Result<std::optional<std::uint64_t>> settle();

 private:
  class Undo;

  Result<std::optional<LoadedImage>> image_in_force() const;
  Result<std::optional<policy::Policy>> policy_in_force() const;
  std::vector<Change> changes_to(const policy::Policy& policy) const;
  std::expected<Plan, PolicyRefused> plan_checked(CheckedPolicy checked,
                                                  std::optional<std::uint64_t> rollback_to) const;
  Result<std::string> render(const policy::Policy& policy, std::uint64_t version) const;

  Result<Applied> carry_out(const Plan& plan, Undo& undo);
  Result<std::uint64_t> keep_image(const Plan& plan, Undo& undo);
  Status publish(std::uint64_t version, std::optional<std::uint64_t> before, Undo& undo);
  Result<Applied::Reload> configure(const Plan& plan, const std::string& configuration, Undo& undo);

  ApplierOptions options_;
  ImageStore& store_;
  GatewayHost& host_;
  ImagePublisher& publisher_;
};

}  // namespace bulkhead::control

#include "control/apply/applier.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "control/images/slots.h"
#include "control/rules/rule_files.h"

namespace bulkhead::control {

namespace {

constexpr const char* kKeptPolicyName = "policy in force";

std::unexpected<PolicyRefused> refuse(Error error) {
  return std::unexpected(PolicyRefused{.error = std::move(error), .diagnostics = {}});
}

}  // namespace

/// Steps to take back, last done first.
class Applier::Undo {
 public:
  void add(std::string what, std::function<Status()> step) {
    steps_.emplace_back(std::move(what), std::move(step));
  }

  /// Takes everything back and returns `cause`, with what could not be taken back.
  Error after(Error cause) {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step)
      if (const Status undone = step->second(); !undone)
        cause.message += fmt::format("; and {} failed: {}", step->first, undone.error().message);
    steps_.clear();
    return cause;
  }

 private:
  std::vector<std::pair<std::string, std::function<Status()>>> steps_;
};

Result<std::optional<LoadedImage>> Applier::image_in_force() const {
  const auto version = store_.current();
  if (!version) return fail_as(version);
  if (!*version) return std::optional<LoadedImage>{};
  auto loaded = store_.load(**version);
  if (!loaded) return fail_as(loaded);
  return std::optional(std::move(*loaded));
}

// What cannot be compared may loosen anything: a second person has to look.
std::vector<Change> Applier::changes_to(const policy::Policy& policy) const {
  const auto before = policy_in_force();
  if (before && *before) return diff(**before, policy);
  std::vector<Change> changes = first_policy(policy);
  if (!before)
    changes.front() = {.service = "",
                       .what = "everything: the policy in force cannot be read: " + before.error().message,
                       .kind = ChangeKind::kLoosens,
                       .needs_reload = true};
  return changes;
}

// The text passed the checks when it was applied; a newer program may see it otherwise.
Result<std::optional<policy::Policy>> Applier::policy_in_force() const {
  const auto loaded = image_in_force();
  if (!loaded) return fail_as(loaded);
  if (!*loaded) return std::optional<policy::Policy>{};
  policy::Reading reading = policy::read_kept_policy((*loaded)->policy_text, kKeptPolicyName);
  if (!reading.policy)
    return fail(ErrorCode::kCorrupt, fmt::format("the policy in force does not pass the checks any more: {}",
                                                 reading.diagnostics.front().message));
  return std::move(reading.policy);
}

Result<std::string> Applier::render(const policy::Policy& policy, std::uint64_t version) const {
  NginxOptions options = options_.nginx;
  options.image_path = store_.image_path(version);
  return render_nginx(policy, options);
}

std::expected<Plan, PolicyRefused> Applier::plan_checked(CheckedPolicy checked,
                                                         std::optional<std::uint64_t> rollback_to) const {
  const auto in_force = store_.current();
  if (!in_force) return refuse(in_force.error());
  // What could not be written later is refused now.
  if (options_.writes_nginx)
    if (const auto text = render(checked.policy, rollback_to.value_or(0)); !text) return refuse(text.error());
  Plan plan;
  RuleFiles files;
  plan.rules = compile::compile_policy_rules(checked.policy, files);
  plan.compiled_at = options_.clock != nullptr ? options_.clock->real_now() : os::SystemClock().real_now();
  const auto trial = compile::compile(checked.policy, checked.phrases,
                                      {.version = 1,
                                       .slots = compile::slots_in_name_order(checked.policy),
                                       .rules = &plan.rules,
                                       .now = plan.compiled_at});
  if (!trial) return refuse(trial.error());
  plan.changes = changes_to(checked.policy);
  plan.checked = std::move(checked);
  plan.in_force = *in_force;
  plan.rollback_to = rollback_to;
  return plan;
}

std::expected<Plan, PolicyRefused> Applier::plan(std::string policy_text,
                                                 const std::string& file_name) const {
  auto checked = check_policy(std::move(policy_text), file_name, options_.shipped_translations);
  if (!checked) return std::unexpected(std::move(checked.error()));
  return plan_checked(std::move(*checked), std::nullopt);
}

std::expected<Plan, PolicyRefused> Applier::plan_rollback(std::optional<std::uint64_t> version) const {
  const auto in_force = store_.current();
  if (!in_force) return refuse(in_force.error());
  if (!*in_force) return refuse({ErrorCode::kConflict, "rollback: no policy is in force"});
  if (!version) {
    const auto kept = store_.list();
    if (!kept) return refuse(kept.error());
    const auto older = std::ranges::find_if(
        *kept, [&](const KeptImage& image) { return image.version < **in_force && image.damage.empty(); });
    if (older == kept->end()) return refuse({ErrorCode::kNotFound, "rollback: no older image is kept"});
    version = older->version;
  }
  if (*version == **in_force)
    return refuse({ErrorCode::kConflict, fmt::format("rollback: version {} is in force", *version)});
  auto loaded = store_.load(*version);
  if (!loaded) return refuse(loaded.error());
  auto checked = check_policy(std::move(loaded->policy_text), fmt::format("{:06}.yaml", *version),
                              options_.shipped_translations);
  if (!checked) return std::unexpected(std::move(checked.error()));
  return plan_checked(std::move(*checked), version);
}

Result<std::uint64_t> Applier::keep_image(const Plan& plan, Undo& undo) {
  if (plan.rollback_to) return *plan.rollback_to;
  const auto kept = store_.list();
  if (!kept) return fail_as(kept);
  std::vector<LoadedImage> sound;
  for (const KeptImage& image : *kept) {
    if (!image.damage.empty()) continue;
    auto loaded = store_.load(image.version);
    if (!loaded) return fail_as(loaded);
    sound.push_back(std::move(*loaded));
  }
  auto slots = assign_slots(plan.checked.policy, sound);
  if (!slots) return fail_as(slots);
  const auto version = store_.reserve_version();
  if (!version) return fail_as(version);
  const auto image = compile::compile(plan.checked.policy, plan.checked.phrases,
                                      {.version = *version,
                                       .slots = std::move(*slots),
                                       .rules = &plan.rules,
                                       .now = plan.compiled_at});
  if (!image) return fail_as(image);
  if (const Status added = store_.add(*image, plan.checked.text); !added) return fail_as(added);
  undo.add("removing the new image", [this, version = *version] { return store_.remove(version); });
  return *version;
}

Status Applier::publish(std::uint64_t version, std::optional<std::uint64_t> before, Undo& undo) {
  undo.add("publishing the image before", [this, before = before.value_or(ImagePublisher::kNoImage)] {
    return publisher_.publish_image(before, store_.image_path(before), ImagePublisher::Stage::kAll);
  });
  using Stage = ImagePublisher::Stage;
  for (const Stage stage : {Stage::kOneWorker, Stage::kAll})
    if (const Status done = publisher_.publish_image(version, store_.image_path(version), stage); !done)
      return done;
  return {};
}

Result<Applied::Reload> Applier::configure(const Plan& plan, const std::string& configuration, Undo& undo) {
  bool reload = plan.needs_reload();
  if (options_.writes_nginx) {
    auto old = host_.configuration();
    if (!old) return fail_as(old);
    reload = reload || configurations_differ(*old, configuration);
    undo.add("putting nginx.conf back", [this, text = std::move(*old)] { return host_.install(text); });
    if (const Status installed = host_.install(configuration); !installed) return fail_as(installed);
  }
  if (!reload) return Applied::Reload::kNotNeeded;
  if (!host_.reloads_by_itself()) return Applied::Reload::kByHand;
  if (const Status reloaded = host_.reload(); !reloaded) return fail_as(reloaded);
  return Applied::Reload::kDone;
}

Result<Applied> Applier::carry_out(const Plan& plan, Undo& undo) {
  const auto version = keep_image(plan, undo);
  if (!version) return fail_as(version);
  std::string configuration;
  if (options_.writes_nginx) {
    auto text = render(plan.checked.policy, *version);
    if (!text) return fail_as(text);
    configuration = std::move(*text);
    if (const Status accepted = host_.try_configuration(configuration); !accepted) return fail_as(accepted);
  }
  if (const Status published = publish(*version, plan.in_force, undo); !published) return fail_as(published);

  undo.add("making the image before current", [this, before = plan.in_force] {
    return before ? store_.make_current(*before) : store_.make_none_current();
  });
  if (const Status current = store_.make_current(*version); !current) return fail_as(current);
  const auto reload = configure(plan, configuration, undo);
  if (!reload) return fail_as(reload);
  const auto loaded = store_.load(*version);
  if (!loaded) return fail_as(loaded);
  return Applied{.version = *version,
                 .before = plan.in_force,
                 .image_digest = loaded->image.digest(),
                 .reload = *reload};
}

Result<Applied> Applier::commit(const Plan& plan) {
  const auto in_force = store_.current();
  if (!in_force) return fail_as(in_force);
  if (*in_force != plan.in_force)
    return fail(ErrorCode::kConflict,
                fmt::format("apply: the plan was made for version {}, but {} is in force",
                            plan.in_force.value_or(0), in_force->value_or(0)));
  if (options_.writes_nginx)
    if (const Status prepared = host_.prepare(); !prepared) return fail_as(prepared);
  Undo undo;
  auto applied = carry_out(plan, undo);
  if (!applied) return std::unexpected(undo.after(applied.error()));
  return applied;
}

Result<std::optional<std::uint64_t>> Applier::settle() {
  const auto loaded = image_in_force();
  if (!loaded) return fail_as(loaded);
  if (!*loaded) return std::optional<std::uint64_t>{};
  const std::uint64_t version = (*loaded)->image.version();
  if (options_.writes_nginx) {
    const auto policy = policy_in_force();
    if (!policy) return fail_as(policy);
    const auto text = render(**policy, version);
    if (!text) return fail_as(text);
    if (const Status prepared = host_.prepare(); !prepared) return fail_as(prepared);
    const auto old = host_.configuration();
    if (!old) return fail_as(old);
    if (*old != *text)
      if (const Status installed = host_.install(*text); !installed) return fail_as(installed);
  }
  const Status published =
      publisher_.publish_image(version, store_.image_path(version), ImagePublisher::Stage::kAll);
  if (!published) return fail_as(published);
  return std::optional(version);
}

}  // namespace bulkhead::control

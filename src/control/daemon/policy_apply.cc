#include "control/daemon/policy_apply.h"

#include <chrono>
#include <future>
#include <utility>

#include <fmt/format.h>

#include "control/daemon/image_rollout.h"
#include "control/daemon/loop_call.h"
#include "os/file.h"

namespace bulkhead::control {
namespace {

template <typename T>
bool is_ready(const std::future<T>& future) {
  return future.valid() && future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

PolicyJob refused(ErrorCode code, std::string why) {
  return [result = PolicyResult(std::unexpected(PolicyRefusal{{code, std::move(why)}, {}}))] {
    return std::optional(result);
  };
}

PolicyAnswer::Effect effect(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kTightens: return PolicyAnswer::Effect::kTightens;
    case ChangeKind::kLoosens: return PolicyAnswer::Effect::kLoosens;
    case ChangeKind::kNeutral: break;
  }
  return PolicyAnswer::Effect::kNeutral;
}

std::vector<ProposedChange> proposed_changes(const Plan& plan) {
  std::vector<ProposedChange> changes;
  for (const Change& change : plan.changes)
    changes.push_back({change.service, change.what, std::string(name(change.kind)), change.needs_reload});
  return changes;
}

std::string reload_text(Applied::Reload reload) {
  switch (reload) {
    case Applied::Reload::kDone: return "done";
    case Applied::Reload::kByHand:
      return "nginx has to reload its configuration, and this daemon does not do it: nginx -s reload";
    case Applied::Reload::kNotNeeded: break;
  }
  return "not needed";
}

// The nginx of this state folder is told by its own binary; with none running there is nobody to tell.
std::vector<std::string> reload_command(const StatePaths& paths, const std::string& nginx) {
  const auto pid = os::read_file(paths.nginx() + "/nginx.pid", 64);
  if (!pid || pid->empty()) return {};
  return {nginx,
          "-p",
          paths.nginx(),
          "-c",
          paths.nginx() + "/nginx.conf",
          "-e",
          paths.nginx() + "/logs/error.log",
          "-s",
          "reload"};
}

}  // namespace

/// What somebody wants.
struct PolicyApply::Errand {
  posture::Person person;
  /// Whose act it is on record: the person, or the author of the proposal that the person agreed to.
  std::string author;
  std::string action;  ///< "apply" or "rollback".
  std::string reason;
  std::string file_name{};
  std::string text{};
  std::optional<std::uint64_t> version{};
  bool dry_run = false;
  bool alone = false;
  /// Agreed to by a second person, who is `person`: only what they saw may come into force.
  std::optional<ProposedPolicy> agreed{};
};

struct PolicyApply::Work {
  Errand errand;
  SystemCommandRunner runner;
  std::optional<GatewayHost> host;
  std::optional<ImageRollout> rollout;
  std::optional<Applier> applier;
  std::future<std::expected<Plan, PolicyRefused>> planning;
  std::future<Result<Applied>> committing;
  std::optional<Plan> plan;
  std::optional<PolicyResult> result;
};

PolicyApply::PolicyApply(Parts parts)
    : parts_(std::move(parts)),
      texts_(parts_.paths.folder + "/proposed"),
      intent_file_(parts_.paths.folder + "/policy-intent.json") {}

// A job may outlive us in the hands of whoever waits for it; the threads must not: they work with our parts.
PolicyApply::~PolicyApply() {
  if (running_ && running_->planning.valid()) running_->planning.wait();
  if (running_ && running_->committing.valid()) running_->committing.wait();
}

// Workers meet a door for every service of every image that they may be told to use, before they are told.
Status PolicyApply::with_doors(const std::function<Status()>& then) {
  auto places = doors_of_kept(parts_.images);
  if (!places) return fail_as(places);
  parts_.publisher.set_doors(std::move(*places));
  if (Status doors = parts_.publisher.publish(parts_.book.as_told(), parts_.clock.boot_now()); !doors)
    return doors;
  return then();
}

std::unique_ptr<PolicyApply::Work> PolicyApply::make_work(bool loop_turns) {
  auto work = std::make_unique<Work>();
  const auto hand = [this, loop_turns](std::function<Status()> act) {
    std::function<Status()> with = [this, act = std::move(act)] { return with_doors(act); };
    return loop_turns ? call_on_loop(parts_.context, std::move(with)) : with();
  };
  work->rollout.emplace(
      parts_.paths.shared_segment(), parts_.clock,
      RolloutHands{[this, hand](std::uint64_t version, std::uint32_t slot) {
                     return hand(
                         [this, version, slot] { return parts_.publisher.stage_image(version, slot); });
                   },
                   [this, hand](std::uint64_t version) {
                     return hand([this, version] { return parts_.publisher.publish_image(version); });
                   }});
  GatewayHostOptions host;
  host.state_folder = parts_.paths.folder;
  host.nginx_path = parts_.options.nginx_path;
  host.reload_command = reload_command(parts_.paths, parts_.options.nginx_path);
  work->host.emplace(std::move(host), work->runner);
  ApplierOptions options;
  options.shipped_translations = parts_.options.translations_folder;
  options.nginx.state_folder = parts_.paths.folder;
  options.nginx.module_path = parts_.options.module_path;
  options.nginx.user = parts_.options.nginx_user;
  options.writes_nginx = !parts_.options.module_path.empty();
  work->applier.emplace(std::move(options), parts_.images, *work->host, *work->rollout);
  return work;
}

PolicyJob PolicyApply::start(Errand errand) {
  if (running_)
    return refused(ErrorCode::kConflict, "another policy is being applied: wait for it, then look again");
  if (errand.person.role == posture::Role::kAuditor && !errand.person.root)
    return refused(ErrorCode::kDenied,
                   fmt::format("{} is an auditor, and auditors only look", errand.person.id));
  if (errand.person.root && !errand.alone && !errand.dry_run)
    return refused(ErrorCode::kDenied, "uid 0 is nobody in particular and acts only with --alone");
  running_ = make_work(true);
  Work& work = *running_;
  work.errand = std::move(errand);
  work.planning = std::async(std::launch::async, [&work] {
    return work.errand.action == "rollback" ? work.applier->plan_rollback(work.errand.version)
                                            : work.applier->plan(work.errand.text, work.errand.file_name);
  });
  return [this, mine = running_]() -> std::optional<PolicyResult> {
    advance();
    return mine->result;
  };
}

void PolicyApply::advance() {
  if (!running_) return;
  Work& work = *running_;
  if (!work.plan && is_ready(work.planning)) planned(work);
  if (!work.result && is_ready(work.committing)) committed(work);
  if (work.result) running_.reset();
}

void PolicyApply::planned(Work& work) {
  auto plan = work.planning.get();
  if (!plan) {
    work.result = std::unexpected(PolicyRefusal{plan.error().error, plan.error().diagnostics});
    return;
  }
  work.plan = std::move(*plan);
  const Errand& errand = work.errand;
  if (errand.dry_run) {
    work.result = answer_of(work);
  } else if (errand.agreed) {
    const bool as_seen = work.plan->digest() == errand.agreed->digest &&
                         work.plan->in_force.value_or(0) == errand.agreed->base;
    if (as_seen)
      commit(work);
    else
      work.result = std::unexpected(PolicyRefusal{
          {ErrorCode::kConflict, "another policy came into force since this was proposed: propose it again"},
          {}});
  } else if (work.plan->needs_second_person() && !errand.alone) {
    propose(work);
  } else {
    commit(work);
  }
}

void PolicyApply::propose(Work& work) {
  const Errand& errand = work.errand;
  const Plan& plan = *work.plan;
  const policy::Policy& policy = plan.checked.policy;
  if (Status kept = texts_.keep(policy.sha256, plan.checked.text, parts_.book.proposals()); !kept) {
    work.result = std::unexpected(PolicyRefusal{kept.error(), {}});
    return;
  }
  const std::string what = fmt::format("{} policy {} over image {}: {}", errand.action, plan.digest(),
                                       plan.in_force.value_or(0), plan.summary());
  const ProposedPolicy proposed{errand.action, plan.digest(), plan.in_force.value_or(0), plan.rollback_to,
                                errand.file_name};
  auto proposal = parts_.book.propose_policy(errand.person, what, proposed.payload(),
                                             plan.why_second_person(), errand.reason, proposed_changes(plan));
  if (!proposal) {
    work.result = std::unexpected(PolicyRefusal{proposal.error(), {}});
    return;
  }
  PolicyAnswer answer = answer_of(work);
  answer.kind = PolicyAnswer::Kind::kProposed;
  answer.proposal = std::move(*proposal);
  work.result = std::move(answer);
}

// What will be said of it in history.
PolicyIntent PolicyApply::intent_of(const Work& work) {
  const Errand& errand = work.errand;
  PolicyIntent intent{errand.author,
                      errand.action,
                      work.plan->summary(),
                      errand.reason,
                      errand.alone && work.plan->needs_second_person(),
                      work.plan->in_force.value_or(0)};
  if (errand.agreed) intent.what += fmt::format(" (agreed by {})", errand.person.id);
  return intent;
}

// An entry that the disk does not take now is noted when the daemon starts again: until then the intent stays.
void PolicyApply::note(const PolicyIntent& intent, std::string outcome) {
  HistoryEntry entry;
  entry.person = intent.person;
  entry.action = intent.action;
  entry.what = intent.what;
  entry.reason = intent.reason;
  entry.alone = intent.alone;
  entry.outcome = std::move(outcome);
  if (parts_.book.note(std::move(entry))) static_cast<void>(intent_file_.remove());
}

Status PolicyApply::finish_interrupted() {
  const auto left = intent_file_.read();
  if (!left) return fail_as(left);
  if (!*left) return {};
  const ActivePolicy* active = parts_.active();
  // Which image came into force is told once one can be read again.
  if (active == nullptr && (*left)->base != 0) return {};
  const std::uint64_t now = active != nullptr ? active->version : 0;
  note(**left, now == (*left)->base ? "refused: the daemon ended before it came into force"
                                    : fmt::format("image {}, noted later", now));
  return {};
}

void PolicyApply::commit(Work& work) {
  // Nothing comes into force that nobody can be named for; what an earlier one left to be said is said first. An intent that
  // cannot be read was told at the start.
  static_cast<void>(finish_interrupted());
  if (Status kept = intent_file_.write(intent_of(work)); !kept) {
    work.result = std::unexpected(PolicyRefusal{kept.error(), {}});
    return;
  }
  work.committing = std::async(std::launch::async, [&work] { return work.applier->commit(*work.plan); });
}

Status PolicyApply::put_in_force(std::uint64_t version) {
  auto active = load_active(parts_.images, version);
  if (!active) return fail_as(active);
  return parts_.adopt(std::move(*active));
}

void PolicyApply::committed(Work& work) {
  const Errand& errand = work.errand;
  const auto applied = work.committing.get();
  const PolicyIntent intent = intent_of(work);
  if (!applied) {
    // No image has the doors of one that was taken back any more.
    (void)with_doors([] { return Status{}; });
    note(intent, "refused: " + applied.error().message);
    work.result = std::unexpected(PolicyRefusal{applied.error(), {}});
    return;
  }
  const Status adopted = put_in_force(applied->version);
  note(intent, fmt::format("image {}", applied->version));
  if (errand.agreed) texts_.drop(errand.agreed->digest);
  if (!adopted) {
    work.result = std::unexpected(PolicyRefusal{adopted.error(), {}});
    return;
  }
  PolicyAnswer answer = answer_of(work);
  answer.kind = PolicyAnswer::Kind::kApplied;
  answer.reload = reload_text(applied->reload);
  if (const auto kept = parts_.images.list())
    for (const KeptImage& image : *kept)
      if (image.version == applied->version) answer.image = image;
  work.result = std::move(answer);
}

PolicyAnswer PolicyApply::answer_of(const Work& work) const {
  const Plan& plan = *work.plan;
  PolicyAnswer answer;
  for (const Change& change : plan.changes)
    answer.changes.push_back({change.service, change.what, effect(change.kind), change.needs_reload});
  answer.needs_reload = plan.needs_reload();
  answer.needs_second_person = plan.needs_second_person();
  answer.why = plan.why_second_person();
  answer.warnings = plan.checked.warnings;
  return answer;
}

PolicyJob PolicyApply::apply(const posture::Person& person, PolicyRequest request) {
  return start({.person = person,
                .author = person.id,
                .action = "apply",
                .reason = std::move(request.reason),
                .file_name = std::move(request.file_name),
                .text = std::move(request.text),
                .dry_run = request.dry_run,
                .alone = request.alone});
}

PolicyJob PolicyApply::rollback(const posture::Person& person, RollbackRequest request) {
  return start({.person = person,
                .author = person.id,
                .action = "rollback",
                .reason = std::move(request.reason),
                .version = request.version,
                .dry_run = request.dry_run,
                .alone = request.alone});
}

// Who proposed it was allowed to, and whoever agrees is: what is carried out is the author's act.
PolicyJob PolicyApply::agreed(const posture::Person& approver, const Proposal& proposal) {
  const auto proposed = ProposedPolicy::of(proposal);
  if (!proposed) return refused(ErrorCode::kConflict, "this proposal is not about a policy");
  Errand errand{.person = approver,
                .author = proposal.author,
                .action = proposed->action,
                .reason = proposal.reason,
                .file_name = proposed->file_name,
                .version = proposed->rollback_to,
                .agreed = proposed};
  if (errand.action == "apply") {
    auto text = texts_.read(proposed->digest);
    if (!text) return refused(text.error().code, text.error().message);
    errand.text = std::move(*text);
  }
  return start(std::move(errand));
}

Result<std::vector<KeptImage>> PolicyApply::images() { return parts_.images.list(); }

Status PolicyApply::apply_first(const std::string& path) {
  auto text = os::read_file(path, policy::Limits::kFileBytesMax);
  if (!text) return fail_as(text);
  const auto work = make_work(false);
  auto plan = work->applier->plan(std::move(*text), path);
  if (!plan) {
    std::string all = plan.error().error.message;
    for (const policy::Diagnostic& one : plan.error().diagnostics)
      if (one.severity == policy::Diagnostic::Severity::kError)
        all += fmt::format("; {}:{}:{}: {} {}", one.file, one.line, one.column, one.key, one.message);
    return fail(plan.error().error.code, all);
  }
  const auto applied = work->applier->commit(*plan);
  if (!applied) return fail_as(applied);
  if (Status adopted = put_in_force(applied->version); !adopted) return adopted;
  HistoryEntry entry;
  entry.person = "gateway";
  entry.action = "apply";
  entry.what = "first policy: " + plan->summary();
  entry.outcome = fmt::format("image {}", applied->version);
  return parts_.book.note(std::move(entry));
}

}  // namespace bulkhead::control

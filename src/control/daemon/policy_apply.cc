#include "control/daemon/policy_apply.h"

#include <chrono>
#include <future>
#include <mutex>
#include <set>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/post.hpp>

#include "control/daemon/image_rollout.h"
#include "os/file.h"
#include "os/sha256.h"

namespace bulkhead::control {
namespace {

constexpr std::chrono::seconds kHandWait{10};
constexpr mode_t kPolicyMode = 0600;
/// Every waiting proposal has at most one text; a crash may have left one more, half written.
constexpr std::size_t kProposedEntriesMax = 2 * OrderBook::kProposalsMax;

// Runs `act` on the io_context's thread and waits. What came too late, because the daemon ends, is never begun.
Status on_loop(boost::asio::io_context& context, std::function<Status()> act) {
  struct Shared {
    std::mutex mutex;
    bool given_up = false;
    std::promise<Status> done;
  };
  const auto shared = std::make_shared<Shared>();
  auto done = shared->done.get_future();
  boost::asio::post(context, [shared, act = std::move(act)] {
    const std::lock_guard lock(shared->mutex);
    if (!shared->given_up) shared->done.set_value(act());
  });
  if (done.wait_for(kHandWait) == std::future_status::ready) return done.get();
  const std::lock_guard lock(shared->mutex);
  if (done.wait_for(std::chrono::seconds(0)) == std::future_status::ready) return done.get();
  shared->given_up = true;
  return fail(ErrorCode::kUnavailable, "the daemon is ending");
}

template <typename T>
bool is_ready(const std::future<T>& future) {
  return future.valid() && future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

// What a proposal of ours was about: "apply DIGEST BASE …".
std::string proposed_digest(const Proposal& proposal) {
  std::istringstream payload(proposal.payload);
  std::string action, digest;
  if (proposal.kind == ProposalKind::kPolicy) payload >> action >> digest;
  return digest;
}

PolicyAnswer::Effect effect(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kTightens: return PolicyAnswer::Effect::kTightens;
    case ChangeKind::kLoosens: return PolicyAnswer::Effect::kLoosens;
    case ChangeKind::kNeutral: break;
  }
  return PolicyAnswer::Effect::kNeutral;
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
  std::string file_name;
  std::string text;
  std::optional<std::uint64_t> version;
  bool dry_run = false;
  bool alone = false;
  /// Agreed to by a second person: only what they saw may come into force.
  std::optional<Proposal> agreed;
  std::string approver;
  std::string agreed_digest;
  std::uint64_t agreed_base = 0;
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

PolicyApply::PolicyApply(Parts parts) : parts_(std::move(parts)) {}

// A job may outlive us in the hands of whoever waits for it; the threads must not: they work with our parts.
PolicyApply::~PolicyApply() {
  if (running_ && running_->planning.valid()) running_->planning.wait();
  if (running_ && running_->committing.valid()) running_->committing.wait();
}

std::string PolicyApply::proposed_path(const std::string& sha256) const {
  return proposed_folder() + "/" + sha256 + ".yaml";
}

Status PolicyApply::keep_proposed(const CheckedPolicy& checked) {
  if (Status made = os::make_folder(proposed_folder(), 0700); !made) return made;
  // Texts of proposals that expired, or that were rejected or overtaken, are no use to anybody.
  std::set<std::string> waiting;
  for (const Proposal& proposal : parts_.book.proposals()) waiting.insert(proposed_digest(proposal));
  const auto kept = os::list_folder(proposed_folder(), kProposedEntriesMax);
  if (!kept) return fail_as(kept);
  for (const std::string& name : *kept)
    if (!waiting.contains(name.substr(0, name.find('.'))))
      if (Status removed = os::remove_file(proposed_folder() + "/" + name); !removed) return removed;
  return os::write_file_atomically(proposed_path(checked.policy.sha256), checked.text, kPolicyMode);
}

// Workers meet a door for every service of every image that they may be told to use, before they are told.
Status PolicyApply::with_doors(const std::function<Status()>& then) {
  parts_.publisher.set_doors(doors_of_kept(parts_.images));
  if (Status doors = parts_.publisher.publish(parts_.book.as_told(), parts_.clock.boot_now()); !doors)
    return doors;
  return then();
}

std::unique_ptr<PolicyApply::Work> PolicyApply::make_work(bool loop_turns) {
  auto work = std::make_unique<Work>();
  const auto hand = [this, loop_turns](std::function<Status()> act) {
    std::function<Status()> with = [this, act = std::move(act)] { return with_doors(act); };
    return loop_turns ? on_loop(parts_.context, std::move(with)) : with();
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
  const auto refused = [](ErrorCode code, std::string why) -> PolicyJob {
    return [result = PolicyResult(std::unexpected(PolicyRefusal{{code, std::move(why)}, {}}))] {
      return std::optional(result);
    };
  };
  if (running_)
    return refused(ErrorCode::kConflict, "another policy is being applied: wait for it, then look again");
  if (errand.person.role == posture::Role::kAuditor && !errand.person.root)
    return refused(ErrorCode::kDenied,
                   fmt::format("{} is an auditor, and auditors only look", errand.person.id));
  if (errand.person.root && !errand.alone && !errand.dry_run)
    return refused(ErrorCode::kDenied, "uid 0 is nobody in particular and acts only with --alone");
  running_ = make_work(true);
  Work& work = *running_;
  if (errand.author.empty()) errand.author = errand.person.id;
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
    const bool as_seen =
        work.plan->digest() == errand.agreed_digest && work.plan->in_force.value_or(0) == errand.agreed_base;
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
  if (Status kept = keep_proposed(plan.checked); !kept) {
    work.result = std::unexpected(PolicyRefusal{kept.error(), {}});
    return;
  }
  const std::string what = fmt::format("{} policy {} over image {}: {}", errand.action, plan.digest(),
                                       plan.in_force.value_or(0), plan.summary());
  const std::string payload =
      fmt::format("{} {} {} {} {}", errand.action, plan.digest(), plan.in_force.value_or(0),
                  plan.rollback_to.value_or(0), errand.file_name);
  auto proposal =
      parts_.book.propose_policy(errand.person, what, payload, plan.why_second_person(), errand.reason);
  if (!proposal) {
    work.result = std::unexpected(PolicyRefusal{proposal.error(), {}});
    return;
  }
  PolicyAnswer answer = answer_of(work);
  answer.kind = PolicyAnswer::Kind::kProposed;
  answer.proposal = std::move(*proposal);
  work.result = std::move(answer);
}

void PolicyApply::commit(Work& work) {
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
  HistoryEntry entry;
  entry.person = errand.author;
  entry.action = errand.action;
  entry.what = work.plan->summary();
  entry.reason = errand.reason;
  entry.alone = errand.alone && work.plan->needs_second_person();
  if (errand.agreed) entry.what += fmt::format(" (agreed by {})", errand.approver);
  if (!applied) {
    entry.outcome = "refused: " + applied.error().message;
    // The doors of an image that was taken back are gone with it.
    (void)with_doors([] { return Status{}; });
    (void)parts_.book.note(std::move(entry));
    work.result = std::unexpected(PolicyRefusal{applied.error(), {}});
    return;
  }
  entry.outcome = fmt::format("image {}", applied->version);
  const Status adopted = put_in_force(applied->version);
  // The policy is in force whether or not the disk takes the entry: what could not be noted is in the daemon's warnings.
  (void)parts_.book.note(std::move(entry));
  if (errand.agreed) (void)os::remove_file(proposed_path(errand.agreed_digest));
  if (!adopted) {
    work.result = std::unexpected(PolicyRefusal{adopted.error(), {}});
    return;
  }
  PolicyAnswer answer = answer_of(work);
  answer.kind = PolicyAnswer::Kind::kApplied;
  answer.reload = reload_text(applied->reload);
  if (const auto kept = parts_.images.list())
    for (const KeptImage& image : *kept)
      if (image.version == applied->version)
        if (auto one = entry_of(image)) answer.image = std::move(*one);
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
                .author = {},
                .action = "apply",
                .reason = std::move(request.reason),
                .file_name = std::move(request.file_name),
                .text = std::move(request.text),
                .version = {},
                .dry_run = request.dry_run,
                .alone = request.alone,
                .agreed = {},
                .approver = {},
                .agreed_digest = {},
                .agreed_base = 0});
}

PolicyJob PolicyApply::rollback(const posture::Person& person, RollbackRequest request) {
  return start({.person = person,
                .author = {},
                .action = "rollback",
                .reason = std::move(request.reason),
                .file_name = {},
                .text = {},
                .version = request.version,
                .dry_run = request.dry_run,
                .alone = request.alone,
                .agreed = {},
                .approver = {},
                .agreed_digest = {},
                .agreed_base = 0});
}

PolicyJob PolicyApply::agreed(const posture::Person& approver, const Proposal& proposal) {
  std::istringstream payload(proposal.payload);
  std::uint64_t rollback_to = 0;
  Errand errand;
  payload >> errand.action >> errand.agreed_digest >> errand.agreed_base >> rollback_to;
  payload.get();
  std::getline(payload, errand.file_name);
  // Who proposed it was allowed to, and whoever agrees is: what is carried out is the author's act.
  errand.person = approver;
  errand.author = proposal.author;
  errand.reason = proposal.reason;
  errand.agreed = proposal;
  errand.approver = approver.id;
  if (rollback_to != 0) errand.version = rollback_to;
  if (errand.action == "apply") {
    auto text = os::read_file(proposed_path(errand.agreed_digest), policy::Limits::kFileBytesMax);
    if (!text)
      return [error = text.error()] {
        return std::optional<PolicyResult>(std::unexpected(PolicyRefusal{error, {}}));
      };
    errand.text = std::move(*text);
  }
  return start(std::move(errand));
}

Result<ImageEntry> PolicyApply::entry_of(const KeptImage& kept) const {
  ImageEntry entry;
  entry.version = kept.version;
  entry.digest = os::hex(kept.digest);
  entry.policy_sha256 = os::hex(kept.policy_digest);
  entry.bytes = kept.bytes;
  entry.current = kept.current;
  entry.damage = kept.damage;
  if (const auto made = os::modified_at(kept.path)) entry.created = *made;
  if (kept.damage.empty())
    if (const auto loaded = parts_.images.load(kept.version)) entry.services = loaded->image.services();
  return entry;
}

Result<std::vector<ImageEntry>> PolicyApply::images() {
  const auto kept = parts_.images.list();
  if (!kept) return fail_as(kept);
  std::vector<ImageEntry> entries;
  for (const KeptImage& image : *kept) {
    auto entry = entry_of(image);
    if (!entry) return fail_as(entry);
    entries.push_back(std::move(*entry));
  }
  return entries;
}

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

// How a daemon comes up, step by step.

#include <fmt/format.h>

#include "control/daemon/daemon_state.h"
#include "control/metrics/metrics.h"
#include "os/file.h"
#include "os/sha256.h"

namespace bulkhead::control {

namespace {

std::string folder_in_use(const StatePaths& paths) {
  const auto pid = os::FileLock::holder(paths.lock());
  return fmt::format("{} already uses {}: stop it first, or give another --state",
                     pid ? fmt::format("bulkheadd with pid {}", *pid) : std::string("another bulkheadd"),
                     paths.folder);
}

}  // namespace

Status Daemon::State::take_folder() {
  if (Status made = os::make_folder(paths.folder, 0750); !made) return made;
  auto taken = os::FileLock::try_exclusive(paths.lock());
  if (!taken && taken.error().code == ErrorCode::kConflict)
    return fail(ErrorCode::kConflict, folder_in_use(paths));
  if (!taken) return fail_as(taken);
  lock.emplace(std::move(*taken));
  return {};
}

void Daemon::State::open_store() {
  auto opened_journal = Journal::open(paths.journal());
  if (opened_journal)
    journal = std::move(*opened_journal);
  else
    trouble_at_start("journal_unusable",
                     fmt::format("the reserve journal cannot be used: {}", opened_journal.error().message));
  auto opened = Store::open(paths.database());
  if (opened)
    store = std::move(*opened);
  else
    troubles.store = opened.error().message;
}

Status Daemon::State::open_images() {
  auto opened = ImageStore::open(paths.images());
  if (!opened) return fail_as(opened);
  images.emplace(std::move(*opened));
  FoundPolicy found = find_active(*images);
  for (const std::string& why : found.warnings) trouble_at_start("image_unusable", why);
  active = std::move(found.active);
  if (!active) return {};
  observatory.follow(active->loaded.image);
  // What nginx names in its configuration is the image that this daemon works from.
  const auto current = images->current();
  if (current && *current != active->version)
    if (Status made = images->make_current(active->version); !made)
      trouble_at_start("image_not_current", made.error().message);
  return {};
}

Status Daemon::State::open_publisher() {
  const std::uint16_t gateway = active ? active->policy->gateway.id : std::uint16_t{1};
  auto opened = SegmentPublisher::open(paths.folder, clock, gateway);
  if (!opened) return fail_as(opened);
  publisher.emplace(std::move(*opened));
  follow_doors();
  if (Status made = os::make_folder(paths.folder + "/keys", 0700); !made)
    trouble_at_start("keys_unusable", made.error().message);
  auto ring = KeyRing::open(paths.folder + "/keys/local", random, clock.real_now());
  if (ring) {
    keys.emplace(std::move(*ring));
    publisher->set_keys(keys->keys());
  } else {
    trouble_at_start("keys_unusable", fmt::format("the local keys cannot be used: {}", ring.error().message));
  }
  obedience.emplace(observatory, *publisher, clock);
  return {};
}

void Daemon::State::open_book() {
  PolicyView view;
  if (active)
    view = view_of(*active->policy);
  else if (const auto readable = newest_readable(*images))
    view = view_of(readable->image);
  const std::uint16_t gateway = active ? active->policy->gateway.id : std::uint16_t{1};
  if (store && journal) {
    OrderBook::Parts parts{.store = *store,
                           .journal = *journal,
                           .publisher = *publisher,
                           .clock = clock,
                           .random = random,
                           .gateway_id = gateway,
                           .people_today = {},
                           .quiet = nullptr};
    auto opened = OrderBook::open(parts, view);
    if (opened)
      book = std::move(*opened);
    else
      troubles.store = opened.error().message;
  } else if (store) {
    troubles.store = "without the reserve journal no order is safe on a full disk";
  }
  // An image that an older daemon published, or none: the one that this daemon found counts.
  if (book && active && publisher->image_version() != active->version)
    if (Status published = publisher->publish_image(active->version); !published)
      trouble_at_start("image_not_published", published.error().message);
  if (book) return;
  say(Severity::kError, "store_broken", {{"why", troubles.store}});
  if (journal) tighten_only.emplace(TightenOnly::Parts{*journal, *publisher, clock, random, gateway}, view);
  if (auto postures = SegmentPostures::open(paths.control_segment()))
    segment_postures.emplace(std::move(*postures));
}

void Daemon::State::open_desk() {
  if (!book) return;
  PolicyApply::Parts parts{.context = context,
                           .images = *images,
                           .book = *book,
                           .publisher = *publisher,
                           .clock = clock,
                           .options = options,
                           .paths = paths,
                           .active = [this] { return active ? &*active : nullptr; },
                           .adopt = [this](ActivePolicy next) { return adopt(std::move(next)); }};
  desk = std::make_unique<PolicyApply>(std::move(parts));
  if (Status finished = desk->finish_interrupted(); !finished)
    trouble_at_start("policy_intent_unreadable", finished.error().message);
}

// Without its socket the gateway agrees to no drill: nothing that a service needs.
void Daemon::State::open_consent() {
  drills.emplace(ConsentDesk::Parts{.clock = clock,
                                    .random = random,
                                    .key_path = paths.drill_key(),
                                    .book = [this] { return book.get(); },
                                    .policy = [this] { return active ? active->policy : nullptr; }});
  consent_front = std::make_unique<ConsentFront>(*drills);
  consent_server = std::make_unique<rest::Server>(context, *consent_front, consent_limits());
  if (Status listens = consent_server->listen_unix(paths.consent_socket()); !listens)
    trouble_at_start("no_drills", fmt::format("no drill can ask for consent: {}", listens.error().message));
}

void Daemon::State::open_self_tests() {
  self_tester = std::make_unique<SelfTester>(SelfTester::Parts{
      .context = context,
      .clock = clock,
      .socket = paths.self_test_socket(),
      .keys = [this] { return keys ? keys->keys() : std::array<segment::SegmentKey, 2>{}; },
      .level = [this](std::string_view service) { return level_of(service); },
      .changed =
          [this](std::string_view service, const SelfTestNow& now) {
            say(now.ok ? Severity::kInfo : Severity::kError, "self_test",
                {{"service", std::string(service)}, {"ok", now.ok ? "yes" : "no"}, {"why", now.why}});
          }});
  if (active) self_tester->follow(active->policy, images->image_path(active->version), active->version);
}

Status Daemon::State::open_servers() {
  open_consent();
  open_self_tests();
  prober = std::make_unique<health::Prober>(
      context, clock, random, [this](std::string_view service, const health::ServerView& seen) {
        site_changed = true;
        say(seen.health == health::Health::kUp ? Severity::kInfo : Severity::kWarning, "upstream_changed",
            {{"service", std::string(service)},
             {"server", seen.url},
             {"health", std::string(health::name(seen.health))},
             {"error", seen.error}});
      });
  if (active) prober->follow(active->policy);
  site = std::make_unique<SiteKeeper>(paths.status_site());
  api.emplace(rest::Api{
      .clock = clock,
      .book = book.get(),
      .tighten_only = tighten_only ? &*tighten_only : nullptr,
      .desk = desk.get(),
      .obedience = &*obedience,
      .drills = &*drills,
      .policy = [this] { return active ? active->policy : nullptr; },
      .observe = [this] { return observe(); },
      .metrics_text = metrics::metrics_text,
      .acted = [this](const posture::Person& person, const Outcome& outcome) { acted(person, outcome); },
      .openapi_text = options.openapi_text});
  front = std::make_unique<DaemonFront>(*api, log);
  server = std::make_unique<rest::Server>(context, *front, rest::ServerLimits{});
  if (Status listens = server->listen_unix(paths.socket()); !listens) return listens;
  for (const std::string& address : options.listen) {
    if (Status listens = server->listen_tcp(address, options.tls ? &*options.tls : nullptr); !listens)
      return listens;
    say(Severity::kInfo, "listening", {{"address", address}, {"tls", options.tls ? "yes" : "no"}});
  }
  return {};
}

// Where there was a gateway before, another policy is somebody's act. The one that was in force may be compiled anew: its image
// is of a version before, or its kept text was harmed.
Status Daemon::State::may_come_into_force_by_itself() {
  const auto kept = images->list();
  if (!kept) return fail_as(kept);
  if (kept->empty() && book->in_force().empty()) return {};
  const auto text = os::read_file(options.policy_path, policy::Limits::kFileBytesMax);
  if (!text) return fail_as(text);
  const auto current = images->current();
  const auto was_in_force = [&](std::uint64_t version) {
    if (const auto image = images->load_image(version))
      return image->image.policy_digest() == os::sha256(*text);
    const auto kept_text = os::read_file(images->policy_path(version), policy::Limits::kFileBytesMax);
    return kept_text && *kept_text == *text;
  };
  if (!kept->empty() && was_in_force(current && *current ? **current : kept->front().version)) return {};
  return fail(ErrorCode::kDenied,
              "there are images or orders of a gateway on record, none of its policies can be read, and this "
              "is not the "
              "one that was in force; to bring it into force all the same: sudo bulkhead apply --alone");
}

void Daemon::State::apply_first_policy() {
  if (options.policy_path.empty() || !desk) return;
  if (active) {
    say(Severity::kInfo, "policy_left_alone",
        {{"why", "a policy is in force already; bulkhead apply changes it"}});
    return;
  }
  Status applied = may_come_into_force_by_itself();
  if (applied) applied = desk->apply_first(options.policy_path);
  if (!applied)
    trouble_at_start("policy_not_applied",
                     fmt::format("{} was not applied: {}", options.policy_path, applied.error().message));
}

Result<std::unique_ptr<Daemon>> Daemon::start(const Parts& parts, DaemonOptions options) {
  auto state = std::make_unique<State>(parts, std::move(options));
  if (Status taken = state->take_folder(); !taken) return fail_as(taken);
  state->open_store();
  if (Status opened = state->open_images(); !opened) return fail_as(opened);
  if (Status opened = state->open_publisher(); !opened) return fail_as(opened);
  state->open_book();
  state->open_desk();
  if (Status opened = state->open_servers(); !opened) return fail_as(opened);
  state->apply_first_policy();
  state->tick();
  state->tick_again();
  state->say(Severity::kInfo, "started",
             {{"version", state->options.version},
              {"state", state->paths.folder},
              {"image", state->active ? fmt::format("{}", state->active->version) : "none"}});
  return std::unique_ptr<Daemon>(new Daemon(std::move(state)));
}

}  // namespace bulkhead::control

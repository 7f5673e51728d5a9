#include "control/publish_site/site_content.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "control/publish_site/interruptions.h"
#include "os/sha256.h"

namespace bulkhead::control {
namespace {

// 128 bits: names that differ do not meet.
constexpr std::size_t kSiteIdDigits = 32;

class ImagePhrases final : public answers::PhraseSource {
 public:
  ImagePhrases(const program::Image& image, std::size_t language) : image_(image), language_(language) {}
  std::string_view phrase(std::string_view key) const override { return image_.phrase(key, language_); }

 private:
  program::Image image_;
  std::size_t language_;
};

void add_languages(SiteContent& content, const program::Image& image) {
  if (image.empty() || image.languages().empty()) {
    content.snapshot.languages.push_back({.tag = "en", .right_to_left = false, .phrases = nullptr});
    return;
  }
  for (std::size_t i = 0; i < image.languages().size(); ++i) {
    content.phrases.push_back(std::make_unique<ImagePhrases>(image, i));
    content.snapshot.languages.push_back(
        {std::string(image.languages()[i]), image.right_to_left(i), content.phrases.back().get()});
  }
}

/// Orders that the public may hear of, by door and by id.
class Told {
 public:
  explicit Told(const SiteInput& input) : as_of_(input.now.as_of) {
    for (const posture::Order& order : input.in_force)
      if (!is_rehearsed(order)) in_force_.push_back(order);
    for (const EndedOrder& over : input.ended)
      if (!is_rehearsed(over.order)) ended_.push_back(over);
    for (const posture::Order& order : in_force_) remember(order);
    for (const EndedOrder& over : ended_) remember(over.order);
  }

  /// How the door of `now` would stand had no rehearsal touched it.
  posture::Posture stands(const ServiceNow& now) {
    return rehearsed(*now.service) ? door(*now.service).past.before(as_of_ + Milliseconds(1)) : now.posture;
  }

  /// Since when it would stand so.
  std::optional<RealTime> since(const ServiceNow& now, const posture::Posture& stands) {
    if (!rehearsed(*now.service)) return now.since;
    return door(*now.service).past.since(stand_of(stands), as_of_);
  }

  const std::vector<Interruption>& of(const ServiceNow& service) {
    const posture::Posture now = stands(service);
    Door& door = this->door(*service.service);
    if (door.now != now) {
      door.interruptions = interruptions(door.past, now);
      door.now = now;
    }
    return door.interruptions;
  }

  const posture::Order* find(Id id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

 private:
  struct Door {
    DoorPast past;
    std::optional<posture::Posture> now;  ///< What `interruptions` was made for.
    std::vector<Interruption> interruptions;
  };

  bool is_rehearsed(const posture::Order& order) {
    if (order.drill) rehearsed_.insert(posture::key(order.scope));
    return order.drill;
  }

  bool rehearsed(const policy::Service& service) const {
    return !rehearsed_.empty() &&
           (rehearsed_.contains("all") || rehearsed_.contains("service:" + service.name) ||
            rehearsed_.contains("compartment:" + service.compartment));
  }

  /// Doors that the same orders cover have one past.
  Door& door(const policy::Service& service) {
    std::string key;
    if (named_.contains("service:" + service.name))
      key = "service:" + service.name;
    else if (named_.contains("compartment:" + service.compartment))
      key = "compartment:" + service.compartment;
    const auto known = doors_.find(key);
    if (known != doors_.end()) return known->second;
    const posture::ServicePlace place{service.name, service.compartment};
    Door made{DoorPast(in_force_, ended_, place, as_of_), std::nullopt, {}};
    return doors_.emplace(key, std::move(made)).first->second;
  }

  void remember(const posture::Order& order) {
    by_id_.emplace(order.id, &order);
    named_.insert(posture::key(order.scope));
  }

  RealTime as_of_;
  std::vector<posture::Order> in_force_;
  std::vector<EndedOrder> ended_;
  /// Scopes of rehearsals' orders, in force or over, by key().
  std::set<std::string> rehearsed_;
  std::map<Id, const posture::Order*> by_id_;
  /// Scopes, by key().
  std::set<std::string> named_;
  std::map<std::string, Door> doors_;
};

bool is_down(const ServiceNow& now) { return health::overall(now.health) == health::Health::kDown; }

answers::StatusService service_of(const ServiceNow& now, bool fault, Told& told) {
  const posture::Posture posture = told.stands(now);
  answers::StatusService service;
  service.name = now.service->name;
  service.title = now.service->title;
  service.elsewhere = now.service->elsewhere;
  service.view = answers::public_view(posture, fault);
  service.cause = posture.cause;
  const posture::Order* order = told.find(posture.order);
  if (service.view.state == answers::PublicState::kOperational || order == nullptr) return service;
  service.since = told.since(now, posture);
  service.public_text = order->public_text;
  // An end is promised only where time brings it about, and where the order decides that brings it.
  const bool decides = posture.order == now.posture.order;
  if (decides && now.ending.kind == posture::Ending::Kind::kTime) service.expected_end = now.ending_real;
  return service;
}

answers::StatusIncident incident_of(const Interruption& one, const policy::Service& service,
                                    const posture::Order* order) {
  answers::StatusIncident incident;
  incident.id = fmt::format("{}-{}", one.first.text(), service.name);
  incident.service = service.name;
  incident.title = service.title;
  incident.worst = one.state;
  incident.began = one.began;
  incident.ended = one.ended;
  incident.updated = one.ended.value_or(one.began);
  if (order == nullptr) return incident;
  incident.cause = order->cause;
  if (!one.ended) incident.updated = std::max(one.began, order->from_real);
  // What was said of the closing is not so any more once the door lets some in again.
  const bool reopening =
      one.state == answers::PublicState::kDegraded && order->level == posture::Level::kClosed;
  if (!reopening) incident.public_text = order->public_text;
  return incident;
}

/// One interruption of one service: what is told of it is put into words only once it is known to be among those told.
struct Candidate {
  Interruption what;
  std::size_t service = 0;  ///< In the order of the policy.

  /// What is not over stands first, then what ended last; of the same time, the services in their order.
  bool operator<(const Candidate& other) const {
    if (what.ended.has_value() != other.what.ended.has_value()) return !what.ended.has_value();
    const RealTime at = what.ended.value_or(what.began);
    const RealTime other_at = other.what.ended.value_or(other.what.began);
    return at != other_at ? at > other_at : service < other.service;
  }
};

void add_candidates(const SiteInput& input, Told& told, std::size_t service, std::vector<Candidate>& all) {
  for (const Interruption& one : told.of(input.now.services[service])) all.push_back({one, service});
}

void add_incidents(const SiteInput& input, Told& told, std::vector<answers::StatusIncident>& incidents) {
  std::vector<Candidate> all;
  for (std::size_t i = 0; i < input.now.services.size(); ++i) add_candidates(input, told, i, all);
  const std::size_t count = std::min(all.size(), answers::StatusSnapshot::kIncidentsMax);
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end());
  for (std::size_t i = 0; i < count; ++i)
    incidents.push_back(incident_of(all[i].what, *input.now.services[all[i].service].service,
                                    told.find(all[i].what.decides)));
}

/// Where the gateway listens, with TLS if anywhere.
std::string base_url(const policy::Gateway& gateway) {
  if (!gateway.status_host) return {};
  const auto secure = std::ranges::find(gateway.listen, true, &policy::Listen::tls);
  const bool tls = secure != gateway.listen.end() || gateway.listen.empty();
  const std::uint16_t usual = tls ? 443 : 80;
  const std::uint16_t port = gateway.listen.empty() ? usual
                             : tls                  ? secure->port
                                                    : gateway.listen.front().port;
  const std::string url = (tls ? "https://" : "http://") + *gateway.status_host;
  return port == usual ? url : fmt::format("{}:{}", url, port);
}

/// The host of the site, which nobody else has; without one, the agency by its name in its first language. So a feed is
/// another one only once the host or, where there is none, the agency is called otherwise.
std::string site_id(const policy::Policy& policy) {
  if (policy.gateway.status_host) return *policy.gateway.status_host;
  const policy::Agency& agency = policy.agency;
  auto name = agency.languages.empty() ? agency.name.end() : agency.name.find(agency.languages.front());
  if (name == agency.name.end()) name = agency.name.begin();
  const std::string_view text = name == agency.name.end() ? std::string_view() : name->second;
  return os::sha256_hex(fmt::format("{}\n{}", policy.gateway.id, text)).substr(0, kSiteIdDigits);
}

}  // namespace

std::set<std::string> services_down(const Snapshot& now) {
  std::set<std::string> down;
  for (const ServiceNow& service : now.services)
    if (is_down(service)) down.insert(service.service->name);
  return down;
}

SiteContent site_content(const SiteInput& input) {
  SiteContent content;
  answers::StatusSnapshot& site = content.snapshot;
  if (input.now.policy) {
    site.agency_name = input.now.policy->agency.name;
    site.agency_contact = input.now.policy->agency.contact;
    site.agency_homepage = input.now.policy->agency.homepage;
    site.base_url = base_url(input.now.policy->gateway);
    site.site_id = site_id(*input.now.policy);
  }
  add_languages(content, input.image);
  site.zone = input.image.zone();
  site.as_of = input.now.as_of;
  site.valid_until = input.now.as_of + kSiteValidFor;
  Told told(input);
  for (const ServiceNow& service : input.now.services) {
    const auto* before = input.down_before_drill;
    const bool told_of = before == nullptr || before->contains(service.service->name);
    site.services.push_back(service_of(service, is_down(service) && told_of, told));
  }
  add_incidents(input, told, site.incidents);
  return content;
}

}  // namespace bulkhead::control

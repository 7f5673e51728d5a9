#include "control/publish_site/site_content.h"

#include <string>

#include <fmt/format.h>

namespace bulkhead::control {
namespace {

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

answers::StatusService service_of(const ServiceNow& now, const std::set<Id>& drills) {
  const bool drill = drills.contains(now.posture.order);
  const posture::Posture posture = drill ? posture::Posture{} : now.posture;
  answers::StatusService service;
  service.name = now.service->name;
  service.title = now.service->title;
  service.elsewhere = now.service->elsewhere;
  service.view = answers::public_view(posture, health::overall(now.health) == health::Health::kDown);
  service.cause = posture.cause;
  if (service.view.state == answers::PublicState::kOperational || drill || !now.order) return service;
  service.since = now.since;
  service.public_text = now.order->public_text;
  // An end is promised only where time brings it about.
  if (now.ending.kind == posture::Ending::Kind::kTime) service.expected_end = now.ending_real;
  return service;
}

/// One incident for each service that the order limits, as far as the policy still knows it.
void add_incidents(SiteContent& content, const SiteInput& input, const posture::Order& order,
                   const EndedOrder* ended) {
  const bool closes = order.level == posture::Level::kClosed;
  if (input.drills.contains(order.id) || (!closes && order.share_permille == posture::kShareAll)) return;
  for (const ServiceNow& now : input.now.services) {
    if (content.snapshot.incidents.size() == answers::StatusSnapshot::kIncidentsMax) return;
    if (!posture::covers(order.scope, {now.service->name, now.service->compartment})) continue;
    answers::StatusIncident incident;
    incident.id = fmt::format("{}-{}", order.id.text(), now.service->name);
    incident.service = now.service->name;
    incident.title = now.service->title;
    incident.worst = closes ? answers::PublicState::kClosed : answers::PublicState::kDegraded;
    incident.cause = order.cause;
    incident.public_text = order.public_text;
    incident.began = order.from_real;
    if (ended) incident.ended = ended->ended_at;
    incident.updated = ended ? ended->ended_at : order.from_real;
    content.snapshot.incidents.push_back(std::move(incident));
  }
}

}  // namespace

SiteContent site_content(const SiteInput& input) {
  SiteContent content;
  answers::StatusSnapshot& site = content.snapshot;
  if (input.now.policy) {
    site.agency_name = input.now.policy->agency.name;
    site.agency_contact = input.now.policy->agency.contact;
    site.agency_homepage = input.now.policy->agency.homepage;
    if (const auto& host = input.now.policy->gateway.status_host) site.base_url = "https://" + *host;
  }
  add_languages(content, input.image);
  site.zone = input.image.zone();
  site.as_of = input.now.as_of;
  site.valid_until = input.now.as_of + kSiteValidFor;
  for (const ServiceNow& service : input.now.services)
    site.services.push_back(service_of(service, input.drills));
  for (auto order = input.in_force.rbegin(); order != input.in_force.rend(); ++order)
    add_incidents(content, input, *order, nullptr);
  for (const EndedOrder& ended : input.ended) add_incidents(content, input, ended.order, &ended);
  return content;
}

}  // namespace bulkhead::control

// The status site for programs, in the shape of statuspage.io's API v2, which monitors already read.
//
// Mapping: degraded is `degraded_performance`; closed is `major_outage`, or `under_maintenance` where the
// cause is maintenance. An interruption is `identified` while it lasts (a closed door is our own doing), then
// `resolved`, each told in an update of its own that stays as it was told; maintenance is `in_progress`, then `completed`, and while it lasts stands among the
// `scheduled_maintenances` of the summary. Since when there is a component is not on record, so its
// `created_at` is null; its `updated_at` is since when it is not operational, else when that was looked at.
// Instants are UTC; `time_zone` says in which zone the page for people tells them.

#include <algorithm>
#include <optional>
#include <span>

#include "answers/json.h"
#include "answers/status_files.h"
#include "base/timestamp.h"

namespace bulkhead::answers {
namespace {

constexpr std::string_view kPageId = "bulkhead";

std::string_view component_status(const StatusService& service) {
  switch (service.view.state) {
    case PublicState::kOperational: return "operational";
    case PublicState::kDegraded: return "degraded_performance";
    case PublicState::kClosed: break;
  }
  return service.cause == posture::Cause::kMaintenance ? "under_maintenance" : "major_outage";
}

std::string_view indicator(Summary summary) {
  switch (summary) {
    case Summary::kAllWork: return "none";
    case Summary::kSomeDegraded: return "minor";
    case Summary::kSomeClosed: return "major";
    case Summary::kAllClosed: return "critical";
  }
  return "critical";
}

bool is_maintenance(const StatusIncident& incident) {
  return incident.cause == posture::Cause::kMaintenance && incident.worst == PublicState::kClosed;
}

std::string_view incident_status(const StatusIncident& incident, bool resolved) {
  if (is_maintenance(incident)) return resolved ? "completed" : "in_progress";
  return resolved ? "resolved" : "identified";
}

std::string_view impact(const StatusIncident& incident) {
  if (is_maintenance(incident)) return "maintenance";
  return incident.worst == PublicState::kClosed ? "major" : "minor";
}

/// Writes the parts of API documents.
class Api {
 public:
  explicit Api(const StatusSnapshot& site)
      : site_(site), language_(site.languages.front()), json_(site.services.size() * 400 + 2'048) {
    json_.open('{');
    page();
    json_.member("as_of", rfc3339(site.as_of)).member("valid_until", rfc3339(site.valid_until));
  }

  Api& status() {
    json_.key("status").open('{').member("indicator", indicator(summary(site_)));
    json_.member("description", text(phrases_of(language_), summary_phrase(summary(site_)))).close('}');
    return *this;
  }

  Api& components() {
    json_.key("components").open('[');
    std::size_t position = 1;
    for (const StatusService& service : site_.services) component(service, position++);
    json_.close(']');
    return *this;
  }

  Api& incidents() {
    json_.key("incidents").open('[');
    for (const StatusIncident& incident : newest()) this->incident(incident);
    json_.close(']');
    return *this;
  }

  /// What is not over, maintenance apart.
  Api& unresolved() {
    json_.key("incidents").open('[');
    for (const StatusIncident& incident : newest())
      if (!incident.ended && !is_maintenance(incident)) this->incident(incident);
    json_.close(']').key("scheduled_maintenances").open('[');
    for (const StatusIncident& incident : newest())
      if (!incident.ended && is_maintenance(incident)) this->incident(incident);
    json_.close(']');
    return *this;
  }

  std::string take() {
    json_.close('}').raw("\n");
    return std::move(json_).take();
  }

 private:
  std::span<const StatusIncident> newest() const {
    return std::span(site_.incidents).first(std::min(site_.incidents.size(), StatusSnapshot::kIncidentsMax));
  }

  void page() {
    json_.key("page")
        .open('{')
        .member("id", kPageId)
        .member("name", in_language(site_.agency_name, site_, language_));
    json_.member("url", site_.base_url)
        .member("time_zone", site_.zone.is_utc() ? "Etc/UTC" : site_.zone.name)
        .member("updated_at", rfc3339_ms(site_.as_of))
        .close('}');
  }

  void component(const StatusService& service, std::size_t position) {
    const std::string updated = rfc3339_ms(service.since.value_or(site_.as_of));
    json_.item()
        .open('{')
        .member("id", service.name)
        .member("name", in_language(service.title, site_, language_));
    json_.member("status", component_status(service));
    json_.key("created_at").raw("null").member("updated_at", updated);
    json_.key("position").raw(std::to_string(position));
    json_.member("description", state_text(service, site_, language_));
    json_.key("showcase").raw("true").key("start_date").raw("null").key("group_id").raw("null");
    json_.member("page_id", kPageId).key("group").raw("false").key("only_show_if_degraded").raw("false");
    json_.key("expected_end");
    service.expected_end ? json_.string(rfc3339(*service.expected_end)) : json_.raw("null");
    json_.close('}');
  }

  void incident(const StatusIncident& incident) {
    json_.item()
        .open('{')
        .member("id", incident.id)
        .member("name", incident_title(incident, site_, language_));
    json_.member("status", incident_status(incident, incident.ended.has_value()))
        .member("created_at", rfc3339_ms(incident.began));
    json_.member("updated_at", rfc3339_ms(incident.updated))
        .key("monitoring_at")
        .raw("null")
        .key("resolved_at");
    incident.ended ? json_.string(rfc3339_ms(*incident.ended)) : json_.raw("null");
    json_.member("impact", impact(incident));
    if (is_maintenance(incident)) schedule(incident);
    json_.member("shortlink", site_.base_url)
        .member("started_at", rfc3339_ms(incident.began))
        .member("page_id", kPageId);
    json_.key("incident_updates").open('[');
    for (const IncidentUpdate& one : incident_updates(incident, site_, language_)) update(one, incident);
    json_.close(']');
    json_.key("components").open('[');
    const auto found = std::ranges::find(site_.services, incident.service, &StatusService::name);
    if (found != site_.services.end())
      component(*found, static_cast<std::size_t>(found - site_.services.begin()) + 1);
    json_.close(']').close('}');
  }

  void update(const IncidentUpdate& update, const StatusIncident& incident) {
    json_.item()
        .open('{')
        .member("id", incident.id + "-" + std::to_string(update.number))
        .member("status", incident_status(incident, update.resolved));
    json_.member("body", update.text).member("incident_id", incident.id);
    json_.member("created_at", rfc3339_ms(update.told_at))
        .member("updated_at", rfc3339_ms(update.reworded_at));
    json_.member("display_at", rfc3339_ms(update.told_at));
    json_.key("affected_components").open('[').item().open('{').member("code", incident.service);
    json_.member("name", in_language(incident.title, site_, language_)).close('}').close(']').close('}');
  }

  void schedule(const StatusIncident& incident) {
    const auto service = std::ranges::find(site_.services, incident.service, &StatusService::name);
    std::optional<RealTime> until = incident.ended;
    if (!until && service != site_.services.end()) until = service->expected_end;
    json_.member("scheduled_for", rfc3339_ms(incident.began)).key("scheduled_until");
    until ? json_.string(rfc3339_ms(*until)) : json_.raw("null");
  }

  const StatusSnapshot& site_;
  const StatusLanguage& language_;
  Json json_;
};

}  // namespace

std::string status_summary_json(const StatusSnapshot& site) {
  return Api(site).components().unresolved().status().take();
}

std::string status_status_json(const StatusSnapshot& site) { return Api(site).status().take(); }

std::string status_components_json(const StatusSnapshot& site) { return Api(site).components().take(); }

std::string status_incidents_json(const StatusSnapshot& site) { return Api(site).incidents().take(); }

}  // namespace bulkhead::answers

#include "policy/read/sections.h"
#include "policy/scalars.h"
#include "policy/values/endpoint.h"
#include "policy/values/name.h"
#include "policy/values/zone_name.h"
#include "policy/zone/zone_file.h"

namespace bulkhead::policy {

namespace {

/// The languages of the agency, in the order of the file: those listed, else those of its name.
void read_languages(const Fields& fields, Draft& draft, Findings& findings) {
  const auto take = [&](const std::string& tag, const Spot& at) { draft.languages.push_back({tag, at}); };
  if (const auto spot = fields.find("languages")) {
    for (const Spot& item : read_list(*spot, Limits::kLanguagesMax, false, findings)) {
      if (const auto tag = read_parsed(item, parse_language, findings)) take(*tag, item);
    }
  } else if (const auto name = fields.find("name"); name && name->node->is_mapping()) {
    for (const Node& child : name->node->children) {
      if (!child.is_refused() && parse_language(child.key)) take(child.key, name->member(child));
    }
    if (draft.languages.size() > Limits::kLanguagesMax) {
      findings.error(name->key_place(), "has " + std::to_string(draft.languages.size()) + " languages",
                     "at most " + std::to_string(Limits::kLanguagesMax));
      draft.languages.resize(Limits::kLanguagesMax);
    }
  }
  for (const auto& language : draft.languages) draft.policy.agency.languages.push_back(language.value);
}

/// A contact is text by language, or one line that is the same in all of them, as a telephone number is.
void read_contact(const Spot& spot, Draft& draft, Findings& findings) {
  Translated& contact = draft.policy.agency.contact;
  if (!spot.node->is_scalar()) {
    contact = read_translated(spot, Limits::kTextBytesMax, findings);
    draft.public_texts.push_back({contact, spot});
  } else if (const auto line = read_line(spot, Limits::kTextBytesMax, findings)) {
    for (const auto& language : draft.languages) contact.emplace(language.value, *line);
  }
}

std::string zone_hint(const std::string& name, const Error& error, const Findings& findings) {
  if (error.code == ErrorCode::kUnavailable) return "install the package tzdata";
  if (error.code != ErrorCode::kNotFound) return "install the package tzdata anew, or name another zone";
  const auto near = findings.suggestions_help() ? nearest_zone(name) : std::nullopt;
  if (near) return "did you mean `" + *near + "`?";
  return "a name of the IANA time zone database: Europe/Tirane, Asia/Kolkata, UTC";
}

void read_timezone(const Spot& spot, Draft& draft, Findings& findings) {
  const std::optional<std::string> name = read_parsed(spot, parse_zone_name, findings);
  if (!name) return;
  draft.policy.agency.timezone.name = *name;
  if (!draft.reads_zones) return;
  Result<Zone> zone = read_zone(*name);
  if (zone) {
    draft.policy.agency.timezone = std::move(*zone);
  } else {
    findings.error(spot.place(), zone.error().message, zone_hint(*name, zone.error(), findings));
  }
}

}  // namespace

void read_agency(const Spot& spot, Draft& draft, Findings& findings) {
  const Fields fields(spot, kAgencyShape, findings);
  Agency& agency = draft.policy.agency;
  read_languages(fields, draft, findings);
  if (const auto at = fields.find("name")) {
    agency.name = read_translated(*at, Limits::kTitleBytesMax, findings);
    draft.public_texts.push_back({agency.name, *at});
  }
  if (const auto at = fields.find("contact")) read_contact(*at, draft, findings);
  if (const auto at = fields.find("homepage"))
    agency.homepage = read_parsed(*at, parse_homepage, findings).value_or("");
  if (const auto at = fields.find("timezone")) read_timezone(*at, draft, findings);
}

}  // namespace bulkhead::policy

// The public status site: a snapshot of what people may know → static files that nginx serves without
// anybody's help.
//
// status_html.cc, status_api.cc and status_feed.cc write the kinds of file. None of the types here has a
// place for evidence, for an operator's name or for an internal reason: what is not here cannot be published
// by mistake.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answers/phrases.h"
#include "answers/public_state.h"
#include "base/time.h"
#include "base/zone.h"
#include "posture/order.h"

namespace bulkhead::answers {

/// Text by language tag; a language that is not there falls back to the site's first one, then to any; an order's words
/// (public_text) then to the stock phrase.
using TextByLanguage = std::map<std::string, std::string>;

/// One language that the site is written in.
struct StatusLanguage {
  std::string tag;  ///< "sq"
  bool right_to_left = false;
  const PhraseSource* phrases = nullptr;  ///< Null: English.
};

struct StatusService {
  std::string name;  ///< The policy's; the stable id for programs.
  TextByLanguage title;
  PublicView view;
  posture::Cause cause = posture::Cause::kNone;  ///< Chooses the stock phrase where public_text is empty.
  std::optional<RealTime> since;                 ///< Of what is not operational.
  std::optional<RealTime> expected_end;
  TextByLanguage public_text;
  TextByLanguage elsewhere;
};

/// One interruption, over or not.
struct StatusIncident {
  std::string id;  ///< Stable for ever, unique; [A-Za-z0-9-].
  std::string service;
  TextByLanguage title;  ///< Of the service: it may have left the policy since.
  PublicState worst = PublicState::kClosed;
  posture::Cause cause = posture::Cause::kNone;
  TextByLanguage public_text;
  RealTime began;
  std::optional<RealTime> ended;
  RealTime updated;  ///< When anything of it last changed.
};

struct StatusSnapshot {
  /// Incidents beyond are left out; the caller gives the newest first.
  static constexpr std::size_t kIncidentsMax = 50;

  TextByLanguage agency_name;
  TextByLanguage agency_contact;
  std::string agency_homepage;
  /// Where the site stands, for those who read a copy of it: "https://status.example"; empty: not known.
  std::string base_url;
  /// Names this site and no other, for as long as it is the same to its readers: in the feeds' ids. [A-Za-z0-9.-].
  std::string site_id;
  std::vector<StatusLanguage> languages;  ///< Not empty; [0] is the fallback.
  Zone zone;                              ///< Whose local time people read; programs get UTC.
  RealTime as_of;
  RealTime valid_until;  ///< After this nobody should rely on it.
  std::vector<StatusService> services;
  std::vector<StatusIncident> incidents;
};

struct StatusFile {
  std::string path;  ///< Below the site's folder: "api/v2/summary.json".
  std::string bytes;
};

/// Renders all files, in the order of their paths:
///
///     index.html, index.LANG.html                the page; index.html is the fallback language's
///     not-found.html, not-found.LANG.html        what nginx answers in place of what is missing below the site
///     feed.atom, feed.LANG.atom                  RFC 4287, interruptions, newest first
///     api/v2/summary.json, status.json, components.json, incidents.json
///                                                in statuspage.io's API v2 shape, plus as_of, valid_until
///
/// The same snapshot gives the same bytes. Every file that tells a state says as of when it is and until when it is
/// valid.
///
/// Requires: languages is not empty. Threads: thread-safe. Errors: none; texts may hold any bytes.
/// Cost       Linear in services × languages; milliseconds. For the daemon, not for a worker.
std::vector<StatusFile> render_status_site(const StatusSnapshot& snapshot);

/// The worst that any service says: for the summary line and for statuspage's indicator.
enum class Summary : std::uint8_t { kAllWork, kSomeDegraded, kSomeClosed, kAllClosed };
Summary summary(const StatusSnapshot& snapshot);

/// Content-Security-Policy for the site: as for the door page, and the one script that notices that a page is
/// too old.
std::string_view status_content_security_policy();

}  // namespace bulkhead::answers

// What people see instead of a service: one HTML page for every kind of refusal.
//
// The page works without JavaScript, loads nothing, is read by screen readers and by keyboard, in light and
// dark, on a phone and on paper. problem.h says the same to programs.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "answers/phrases.h"
#include "answers/refusal.h"
#include "answers/rendered_page.h"
#include "base/time.h"
#include "base/zone.h"
#include "posture/order.h"

namespace bulkhead::answers {

/// A service, or a page, to go to.
struct Link {
  std::string_view title;
  std::string_view url;  ///< "https://…", "http://…" or "/…"; anything else is shown without a link.
};

/// Everything an answer may say. Views need to live until the call returns; any of them may hold any bytes.
///
/// For a kind whose Refusal::names_service is false only kind, language, direction and phrases are used:
/// whoever asks for a name that is not ours learns nothing about us.
struct DoorContext {
  static constexpr std::size_t kAlternativesMax = 10;

  RefusalKind kind = RefusalKind::kClosed;

  std::string_view language = "en";  ///< BCP 47 tag of the page.
  bool right_to_left = false;
  const PhraseSource* phrases = nullptr;  ///< Null: English.
  const Zone* zone = nullptr;             ///< Whose local time people read; null: UTC.

  std::string_view agency_name;
  std::string_view agency_contact;  ///< Free text, or "tel:…", "mailto:…", "https://…", which becomes a link.
  std::string_view agency_homepage;

  std::string_view service;        ///< The policy's name; for programs only.
  std::string_view service_title;  ///< Empty: "This service".
  posture::Cause cause = posture::Cause::kNone;
  /// The order's words for the public; empty: the stock phrase of the cause.
  std::string_view public_text;
  /// Language of public_text when it is not the page's.
  std::string_view public_text_language;
  std::optional<RealTime> since;
  std::optional<RealTime> expected_end;  ///< Nothing: "not known yet".
  std::string_view elsewhere;            ///< Where else people are served.
  /// Services that still work; those after kAlternativesMax are left out.
  std::span<const Link> alternatives;

  /// The request wanted to hand something in (POST, PUT, PATCH, DELETE): say that nothing was received.
  bool submission = false;
  std::string_view status_url;  ///< Public status site; empty: none.
};

/// Renders the page: UTF-8, at most a few kilobytes plus the texts given.
///
/// Gaps       Reference and time; see RenderedPage.
/// Threads    Thread-safe. Reads no clock.
/// Cost       Linear in the texts; about 10 µs.
/// Errors     None: whatever the texts hold, the result is a well-formed page.
RenderedPage render_door_page(const DoorContext& context);

}  // namespace bulkhead::answers

// Writes HTML: one way in for our own markup, one for everybody else's text.

#pragma once

#include <string>
#include <string_view>

#include "answers/phrases.h"
#include "base/time.h"
#include "base/zone.h"

namespace bulkhead::answers {

/// How people read a time: in which words, and in which place's local time.
struct TimeWords {
  const PhraseSource& phrases;
  const Zone& zone;
};

/// Collects a page. `raw` takes literals of ours only; whatever came from a file, a person or a request goes
/// through `text`, which escapes for element content and for quoted attribute values alike.
class Html {
 public:
  explicit Html(std::size_t bytes_expected) { out_.reserve(bytes_expected); }

  Html& raw(std::string_view markup);
  Html& text(std::string_view any);

  /// `<a href="url">title</a>`, or just the title where the address is not one that we link to (see
  /// is_linkable). The title stands in a <bdi>: its direction is its own.
  Html& link(std::string_view url, std::string_view title);

  /// Whom to ask: a link for "tel:…", "mailto:…" and what is_linkable, shown without its scheme; else the
  /// text as it is.
  Html& contact(std::string_view contact);

  /// `<time datetime="2026-07-17T02:14:07Z">17 July 2026, 04:14</time>`: programs read UTC, people local time.
  Html& time(RealTime at, const TimeWords& words);

  /// The phrase, with {when} and {until} as `time`.
  Html& times(std::string_view phrase, RealTime when, RealTime until, const TimeWords& words);

  std::size_t size() const { return out_.size(); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

/// True for "https://…", "http://…" and "/…" (but not "//…"): no script, no other scheme becomes a link.
bool is_linkable(std::string_view url);

/// The local time in words of the language, to the minute: "17 July 2026, 16:00". People take a time without a zone for
/// their own, so that the agency's has no label; what has one is UTC ("16:00 UTC"), and the hour that comes twice when
/// summer time ends ("02:30 UTC+02:00"). A translation that says UTC by itself gets UTC.
std::string time_text(RealTime at, const TimeWords& words);

/// The phrase without the placeholder and without what joined it to its neighbours: "{time} ({zone})" is "{time}".
std::string without_placeholder(std::string_view phrase, std::string_view placeholder);

/// A phrase up to its first `placeholder` and after it, for markup in the middle of a phrase. All of it is
/// `before` when the phrase has none.
struct Around {
  std::string_view before;
  std::string_view after;
  bool found = false;
};
Around around(std::string_view phrase, std::string_view placeholder);

}  // namespace bulkhead::answers

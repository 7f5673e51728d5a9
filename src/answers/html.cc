#include "answers/html.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/escape.h"
#include "base/timestamp.h"

namespace bulkhead::answers {
namespace {

std::string digits(unsigned value, std::size_t width) {
  std::string text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

// What joins a word to its neighbours: no-break spaces and the Arabic comma among it.
constexpr std::array<std::string_view, 6> kJoints = {" ", ",", "(", "\u00a0", "\u202f", "\u060c"};

std::string_view without_joints_behind(std::string_view text) {
  const auto* joint = kJoints.begin();
  while (joint != kJoints.end()) {
    joint = std::ranges::find_if(kJoints, [&](std::string_view one) { return text.ends_with(one); });
    if (joint != kJoints.end()) text.remove_suffix(joint->size());
  }
  return text;
}

std::string_view without_joints_ahead(std::string_view text) {
  const auto* joint = kJoints.begin();
  while (joint != kJoints.end()) {
    joint = std::ranges::find_if(kJoints, [&](std::string_view one) { return text.starts_with(one); });
    if (joint != kJoints.end()) text.remove_prefix(joint->size());
  }
  return text;
}

// What stands at {zone}; empty in local time that cannot be mistaken.
std::string zone_label(const Zone& zone, RealTime at) {
  if (zone.is_utc()) return std::string(kUtcName);
  if (!zone.is_repeated(at)) return {};
  return std::string(kUtcName) + utc_offset_text(zone.offset_s(at));
}

bool begins_without_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, [](char c) {
           return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
         });
}

}  // namespace

Html& Html::raw(std::string_view markup) {
  out_ += markup;
  return *this;
}

Html& Html::text(std::string_view any) {
  // Most texts need no escaping; finding that out is cheaper than a copy.
  const bool plain = std::ranges::all_of(any, [](char c) {
    return c >= ' ' && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
  });
  if (plain) {
    out_ += any;
  } else {
    out_ += escape_html(any);
  }
  return *this;
}

Html& Html::link(std::string_view url, std::string_view title) {
  if (!is_linkable(url)) return raw("<bdi>").text(title).raw("</bdi>");
  return raw("<a href=\"").text(url).raw("\"><bdi>").text(title).raw("</bdi></a>");
}

Html& Html::contact(std::string_view contact) {
  for (const std::string_view scheme : {"tel:", "mailto:"}) {
    if (!begins_without_case(contact, scheme)) continue;
    return raw("<a href=\"")
        .text(contact)
        .raw("\"><bdi>")
        .text(contact.substr(scheme.size()))
        .raw("</bdi></a>");
  }
  if (is_linkable(contact))
    return link(contact,
                contact.substr(contact.find("//") == std::string_view::npos ? 0 : contact.find("//") + 2));
  return raw("<span dir=\"auto\">").text(contact).raw("</span>");
}

Html& Html::time(RealTime at, const TimeWords& words) {
  return raw("<time datetime=\"").text(rfc3339(at)).raw("\">").text(time_text(at, words)).raw("</time>");
}

Html& Html::times(std::string_view phrase, RealTime when, RealTime until, const TimeWords& words) {
  while (!phrase.empty()) {
    const Around at_when = around(phrase, "{when}");
    const Around at_until = around(phrase, "{until}");
    const bool when_first = at_when.before.size() < at_until.before.size();
    const Around& next = when_first ? at_when : at_until;
    text(next.before);
    if (next.found) time(when_first ? when : until, words);
    phrase = next.after;
  }
  return *this;
}

bool is_linkable(std::string_view url) {
  if (url.starts_with('/')) return !url.starts_with("//") && !url.starts_with("/\\");
  return begins_without_case(url, "https://") || begins_without_case(url, "http://");
}

std::string time_text(RealTime at, const TimeWords& words) {
  const std::string_view phrase = answers::text(words.phrases, Phrase::kWhen);
  const bool says_utc = phrase.find(kUtcName) != std::string_view::npos;
  const Zone& zone = says_utc ? utc() : words.zone;
  const std::chrono::sys_time<std::chrono::milliseconds> local(zone.local(at).time_since_epoch());
  const auto midnight = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::minutes>(local - midnight));
  const std::string day = digits(static_cast<unsigned>(date.day()), 1);
  const std::string year = std::to_string(static_cast<int>(date.year()));
  const std::string time = digits(static_cast<unsigned>(clock.hours().count()), 2) + ":" +
                           digits(static_cast<unsigned>(clock.minutes().count()), 2);
  const std::string label = zone_label(zone, at);
  const std::array<Substitution, 5> values = {
      {{"day", day},
       {"month", answers::text(words.phrases, month_name(static_cast<unsigned>(date.month())))},
       {"year", year},
       {"time", time},
       {"zone", label}}};
  return label.empty() ? fill(without_placeholder(phrase, "{zone}"), values) : fill(phrase, values);
}

std::string without_placeholder(std::string_view phrase, std::string_view placeholder) {
  Around parts = around(phrase, placeholder);
  if (!parts.found) return std::string(phrase);
  const std::string_view before = without_joints_behind(parts.before);
  const bool bracketed = parts.before.substr(before.size()).contains('(');
  if (bracketed && parts.after.starts_with(')')) parts.after.remove_prefix(1);
  return before.empty() ? std::string(without_joints_ahead(parts.after)) : std::string(before) += parts.after;
}

Around around(std::string_view phrase, std::string_view placeholder) {
  const std::size_t at = phrase.find(placeholder);
  if (at == std::string_view::npos) return {phrase, {}, false};
  return {phrase.substr(0, at), phrase.substr(at + placeholder.size()), true};
}

}  // namespace bulkhead::answers

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

Html& Html::time(RealTime at, const PhraseSource& phrases) {
  return raw("<time datetime=\"").text(rfc3339(at)).raw("\">").text(time_text(at, phrases)).raw("</time>");
}

Html& Html::times(std::string_view phrase, RealTime when, RealTime until, const PhraseSource& phrases) {
  while (!phrase.empty()) {
    const Around at_when = around(phrase, "{when}");
    const Around at_until = around(phrase, "{until}");
    const bool when_first = at_when.before.size() < at_until.before.size();
    const Around& next = when_first ? at_when : at_until;
    text(next.before);
    if (next.found) time(when_first ? when : until, phrases);
    phrase = next.after;
  }
  return *this;
}

bool is_linkable(std::string_view url) {
  if (url.starts_with('/')) return !url.starts_with("//") && !url.starts_with("/\\");
  return begins_without_case(url, "https://") || begins_without_case(url, "http://");
}

std::string time_text(RealTime at, const PhraseSource& phrases) {
  const std::chrono::sys_time<std::chrono::milliseconds> instant(at.time_since_epoch());
  const auto midnight = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::minutes>(instant - midnight));
  const std::string day = digits(static_cast<unsigned>(date.day()), 1);
  const std::string year = std::to_string(static_cast<int>(date.year()));
  const std::string time = digits(static_cast<unsigned>(clock.hours().count()), 2) + ":" +
                           digits(static_cast<unsigned>(clock.minutes().count()), 2);
  const std::array<Substitution, 4> values = {
      {{"day", day},
       {"month", answers::text(phrases, month_name(static_cast<unsigned>(date.month())))},
       {"year", year},
       {"time", time}}};
  return fill(answers::text(phrases, Phrase::kWhen), values);
}

Around around(std::string_view phrase, std::string_view placeholder) {
  const std::size_t at = phrase.find(placeholder);
  if (at == std::string_view::npos) return {phrase, {}, false};
  return {phrase.substr(0, at), phrase.substr(at + placeholder.size()), true};
}

}  // namespace bulkhead::answers

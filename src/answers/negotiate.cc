#include "answers/negotiate.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace bulkhead::answers {
namespace {

// Quality in thousandths (RFC 9110 §12.4.2).
using Quality = std::uint16_t;
constexpr Quality kQualityMax = 1000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the part of `rest` up to `separator` off it.
std::string_view take(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = trimmed(rest.substr(0, end));
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

// "0", "1", "0.", "0.5", "1.000"; what is not a quality counts as 0: an element that cannot be read asks for
// nothing.
Quality parse_quality(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  unsigned value = text[0] == '1' ? kQualityMax : 0;
  unsigned place = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 0;
    value += static_cast<unsigned>(c - '0') * place;
    place /= 10;
  }
  return value > kQualityMax ? Quality{0} : static_cast<Quality>(value);
}

struct Range {
  std::string_view name;
  Quality quality = kQualityMax;
};

struct Ranges {
  std::array<Range, kRangesMax> items;
  std::size_t count = 0;
  std::span<const Range> all() const { return {items.data(), count}; }
};

// Reads "name;q=0.5;other=…, name2" as far as it is looked at.
Ranges parse_ranges(std::string_view field) {
  if (field.size() > kFieldBytesMax) {
    // The element at the cut is dropped whole: half a tag may be another one.
    const std::size_t comma = field.rfind(',', kFieldBytesMax);
    field = field.substr(0, comma == std::string_view::npos ? 0 : comma);
  }
  Ranges ranges;
  while (!field.empty() && ranges.count < kRangesMax) {
    std::string_view element = take(field, ',');
    Range range{.name = take(element, ';')};
    while (!element.empty()) {
      std::string_view value = take(element, ';');
      const std::string_view name = take(value, '=');
      if (same(name, "q")) range.quality = parse_quality(value);
    }
    if (!range.name.empty()) ranges.items[ranges.count++] = range;
  }
  return ranges;
}

// True when `tag` is `range` or begins with it at a subtag.
bool covers(std::string_view range, std::string_view tag) {
  if (tag.size() < range.size() || !same(range, tag.substr(0, range.size()))) return false;
  return tag.size() == range.size() || tag[range.size()] == '-';
}

// "zh-hant-cn" → "zh-hant"; a single-letter subtag goes with what it introduces (RFC 4647 §3.4). Empty at the
// end.
std::string_view truncated(std::string_view range) {
  const std::size_t dash = range.rfind('-');
  if (dash == std::string_view::npos) return {};
  range = range.substr(0, dash);
  if (range.size() >= 2 && range[range.size() - 2] == '-') range.remove_suffix(2);
  return range;
}

constexpr std::size_t kNone = SIZE_MAX;

class LanguageChoice {
 public:
  LanguageChoice(std::span<const Range> ranges, std::span<const std::string_view> languages)
      : ranges_(ranges), languages_(languages) {}

  std::size_t best() const {
    // Ranges of the same quality count in their order. At most kRangesMax, so picking the next is cheap
    // enough.
    std::array<bool, kRangesMax> done{};
    for (std::size_t round = 0; round < ranges_.size(); ++round) {
      std::size_t next = kNone;
      for (std::size_t i = 0; i < ranges_.size(); ++i) {
        if (!done[i] && (next == kNone || ranges_[i].quality > ranges_[next].quality)) next = i;
      }
      done[next] = true;
      if (ranges_[next].quality == 0) break;
      if (const std::size_t found = lookup(ranges_[next].name); found != kNone) return found;
    }
    return first_not(&LanguageChoice::refused);
  }

 private:
  std::size_t lookup(std::string_view range) const {
    if (range == "*") return first_not(&LanguageChoice::named);
    if (range.starts_with('-') || range.ends_with('-')) return kNone;
    for (std::string_view rest = range; !rest.empty(); rest = truncated(rest)) {
      for (std::size_t i = 0; i < languages_.size(); ++i) {
        if (same(rest, languages_[i]) && !refused(languages_[i])) return i;
      }
    }
    for (std::size_t i = 0; i < languages_.size(); ++i) {
      if (covers(range, languages_[i]) && !refused(languages_[i])) return i;
    }
    return kNone;
  }

  // True when the longest range that covers the tag has quality 0.
  bool refused(std::string_view tag) const {
    const Range* longest = nullptr;
    for (const Range& range : ranges_) {
      const bool fits = range.name == "*" || covers(range.name, tag);
      if (fits && (longest == nullptr || longest->name == "*" || range.name.size() > longest->name.size()))
        longest = &range;
    }
    return longest != nullptr && longest->quality == 0;
  }

  bool named(std::string_view tag) const {
    return std::ranges::any_of(
        ranges_, [&](const Range& range) { return range.name != "*" && covers(range.name, tag); });
  }

  // The fallback is better than nothing, even when the client wants none of ours.
  std::size_t first_not(bool (LanguageChoice::*test)(std::string_view) const) const {
    for (std::size_t i = 0; i < languages_.size(); ++i) {
      if (!(this->*test)(languages_[i])) return i;
    }
    return 0;
  }

  std::span<const Range> ranges_;
  std::span<const std::string_view> languages_;
};

}  // namespace

std::size_t choose_language(std::string_view accept_language, std::span<const std::string_view> languages) {
  if (!BULKHEAD_EXPECT(!languages.empty())) return 0;
  const Ranges ranges = parse_ranges(accept_language);
  return LanguageChoice(ranges.all(), languages).best();
}

Format choose_format(std::string_view accept) {
  Quality html = 0;
  Quality json = 0;
  for (const Ranges ranges = parse_ranges(accept); const Range& range : ranges.all()) {
    const bool is_html = same(range.name, "text/html") || same(range.name, "application/xhtml+xml") ||
                         same(range.name, "text/*");
    const bool is_json = same(range.name, "application/json") || same(range.name, "application/problem+json");
    if (is_html) html = std::max(html, range.quality);
    if (is_json) json = std::max(json, range.quality);
  }
  return html > 0 && html >= json ? Format::kHtml : Format::kProblemJson;
}

std::string_view content_type(Format format) {
  return format == Format::kHtml ? "text/html; charset=utf-8" : "application/problem+json";
}

}  // namespace bulkhead::answers

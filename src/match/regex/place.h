// Whether an assertion holds at a place of a text. For this folder only.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "match/regex/named_bytes.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// What stands on both sides of a place, as far as assertions ask.
struct Place {
  bool at_text_start = false;
  bool at_text_end = false;
  bool after_newline = false;
  bool after_word = false;
  bool before_newline = false;
  /// The line feed before which it stands is the last byte.
  bool before_final_newline = false;
  bool before_word = false;
};

inline Place place_in(std::string_view text, std::size_t at) {
  const auto is_word = [&](std::size_t index) {
    return kWordBytes.contains(static_cast<std::uint8_t>(text[index]));
  };
  Place place;
  place.at_text_start = at == 0;
  place.at_text_end = at == text.size();
  if (at > 0) {
    place.after_newline = text[at - 1] == '\n';
    place.after_word = is_word(at - 1);
  }
  if (at < text.size()) {
    place.before_newline = text[at] == '\n';
    place.before_final_newline = place.before_newline && at + 1 == text.size();
    place.before_word = is_word(at);
  }
  return place;
}

constexpr bool holds(Assertion assertion, const Place& place) {
  switch (assertion) {
    // Behind a line feed that ends the text no line begins.
    case Assertion::kLineStart: return place.at_text_start || (place.after_newline && !place.at_text_end);
    case Assertion::kLineEnd: return place.at_text_end || place.before_newline;
    case Assertion::kTextStart: return place.at_text_start;
    case Assertion::kTextEnd: return place.at_text_end;
    case Assertion::kFinalLineEnd: return place.at_text_end || place.before_final_newline;
    case Assertion::kWordBoundary: return place.after_word != place.before_word;
    case Assertion::kNoWordBoundary: return place.after_word == place.before_word;
  }
  return false;
}

}  // namespace bulkhead::match::regex

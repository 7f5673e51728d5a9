// Single values of a file, read by type and range. Each reports what is wrong and then returns nothing.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/time.h"
#include "policy/policy.h"
#include "policy/spot.h"
#include "policy/values/parsed.h"

namespace bulkhead::policy {

/// True when the node is a single value; reports it otherwise, and that `wanted` ("a duration") would be right.
bool expect_scalar(const Spot& spot, std::string_view wanted, Findings& findings);

/// The text of a scalar; 12 and true without quotes are no text.
std::optional<std::string> read_string(const Spot& spot, Findings& findings);

std::optional<bool> read_boolean(const Spot& spot, Findings& findings);

/// A whole number within a range that both ends belong to.
std::optional<std::int64_t> read_integer(const Spot& spot, std::int64_t min, std::int64_t max,
                                         Findings& findings);

/// "90s", "2h": as read_duration takes it.
std::string duration_as_written(Milliseconds duration);

/// A duration as of base/timestamp.h ("90s"), within a range.
std::optional<Milliseconds> read_duration(const Spot& spot, Milliseconds min, Milliseconds max,
                                          Findings& findings);

/// A number of bytes, or a text as of values/byte_size.h, within a range.
std::optional<std::uint64_t> read_byte_size(const Spot& spot, std::uint64_t min, std::uint64_t max,
                                            Findings& findings);

/// One line of text for people: not blank, no control or direction-changing characters, at most `bytes_max`.
std::optional<std::string> read_line(const Spot& spot, std::size_t bytes_max, Findings& findings);

/// The absolute path of a file or folder, safe to stand in nginx's configuration.
std::optional<std::string> read_file_path(const Spot& spot, Findings& findings);

/// Text by language. Which languages there must be is checked over the whole policy.
Translated read_translated(const Spot& spot, std::size_t bytes_max, Findings& findings);

/// A network that is not nearly everybody.
std::optional<Network> read_network(const Spot& spot, Findings& findings);

/// A text read by one of the parsers in values/.
template <typename T>
std::optional<T> read_parsed(const Spot& spot, Parsed<T> (*parse)(std::string_view), Findings& findings) {
  const std::optional<std::string> text = read_string(spot, findings);
  if (!text) return std::nullopt;
  Parsed<T> value = parse(*text);
  if (value) return std::move(*value);
  Place place = spot.place();
  place.secret = value.error().secret;
  findings.error(place, std::move(value.error().message), std::move(value.error().hint));
  return std::nullopt;
}

/// Puts the value in its place, or leaves what was there.
template <typename T, typename U>
void put(T& to, std::optional<U> value) {
  if (value) to = static_cast<T>(std::move(*value));
}

/// One of the names of an enumeration.
template <typename E, std::size_t N>
std::optional<E> read_choice(const Spot& spot, const std::array<E, N>& choices, Findings& findings) {
  const std::optional<std::string> text = read_string(spot, findings);
  if (!text) return std::nullopt;
  std::string known;
  for (const E choice : choices) {
    if (name(choice) == *text) return choice;
    known += (known.empty() ? "" : ", ") + std::string(name(choice));
  }
  findings.error(spot.place(), "is none of the known words", "one of: " + known);
  return std::nullopt;
}

}  // namespace bulkhead::policy

// "Did you mean …?": the known word nearest to a mistyped one.

#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace bulkhead::policy {

/// How many single-character edits (insert, delete, replace, swap of neighbours) turn one word into the other.
/// Words are compared in their first 64 bytes: longer ones are no typing slips. Beyond `distance_max` the answer is
/// distance_max + 1, and comes sooner.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t distance_max);

/// The known word at the smallest distance, the first one of several; nothing when none is near enough to be a slip
/// (more than a third of the word, and more than two edits).
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace bulkhead::policy

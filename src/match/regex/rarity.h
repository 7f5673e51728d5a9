// A guess of how often bytes and literals occur in what web clients send. For this folder only.
//
// Only the order of the numbers matters: it decides what a prefilter looks for first. Letters and digits make up most of
// parameters, paths and header values; brackets, quotes and signs of programming languages are rare in them.

#pragma once

#include <cstdint>
#include <string_view>

#include "base/byte_set.h"

namespace bulkhead::match::regex {

/// Occurrences in a million bytes, upper and lower case counted each.
std::uint32_t byte_per_million(std::uint8_t byte);

/// The sum over a set: 1,000,000 for all bytes, about.
std::uint32_t bytes_per_million(const ByteSet& bytes);

/// Places in 10^12 that begin `literal`, in whatever case; at least 1.
std::uint64_t literal_per_trillion(std::string_view literal);

}  // namespace bulkhead::match::regex

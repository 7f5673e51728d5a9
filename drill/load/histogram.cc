#include "drill/load/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace bulkhead::load {

std::size_t Histogram::bucket_of(std::uint64_t value) {
  if (value < kExact) return value;
  // The highest bit says which octave; the five below it which bucket in there.
  const auto octave = static_cast<std::uint64_t>(std::bit_width(value)) - 1;  // 6 to 31
  const std::uint64_t within = (value >> (octave - 5)) - kPerOctave;
  return kExact + (octave - 6) * kPerOctave + within;
}

std::uint64_t Histogram::highest_in(std::size_t bucket) {
  if (bucket < kExact) return bucket;
  const std::uint64_t octave = 6 + (bucket - kExact) / kPerOctave;
  const std::uint64_t within = (bucket - kExact) % kPerOctave;
  return ((kPerOctave + within + 1) << (octave - 5)) - 1;
}

void Histogram::add(std::uint64_t microseconds) {
  const std::uint64_t value = std::min(microseconds, kMicrosecondsMax);
  ++buckets_[bucket_of(value)];
  ++count_;
  max_ = std::max(max_, value);
}

void Histogram::add(const Histogram& other) {
  for (std::size_t i = 0; i < kBuckets; ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

std::uint64_t Histogram::quantile(double share) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    seen += buckets_[bucket];
    if (seen >= wanted && seen > 0) return std::min(highest_in(bucket), max_);
  }
  return max_;
}

}  // namespace bulkhead::load

#include "inspect/scan_memo.h"

#include <algorithm>

namespace bulkhead::inspect {

std::size_t ScanMemo::slot(std::uint32_t program, std::uint16_t source, std::string_view text) {
  constexpr std::uint64_t kOdd = 0x9e37'79b9'7f4a'7c15;
  std::uint64_t hash = (std::uint64_t{program} << 16 | source) * kOdd + text.size();
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, sizeof word);
    hash = (hash ^ word) * kOdd;
    hash ^= hash >> 32;
  }
  std::uint64_t rest = 0;
  std::memcpy(&rest, text.data() + i, text.size() - i);
  hash = (hash ^ rest) * kOdd;
  return static_cast<std::size_t>(hash >> 40) % kEntries;
}

ScanMemo::Entry* ScanMemo::keep(std::uint32_t program, std::uint16_t source, std::string_view text,
                                std::span<const std::uint16_t> links) {
  if (text.size() > kTextBytesMax || links.size() > kLinksMax) return nullptr;
  Entry& entry = entries_[slot(program, source, text)];
  if (++stamps_ == 0) stamps_ = 1;
  entry.stamp = stamps_;
  entry.program = program;
  entry.source = source;
  entry.bytes = static_cast<std::uint8_t>(text.size());
  entry.links_count = static_cast<std::uint8_t>(links.size());
  std::copy(links.begin(), links.end(), entry.links.begin());
  std::copy(text.begin(), text.end(), entry.text.begin());
  return &entry;
}

}  // namespace bulkhead::inspect

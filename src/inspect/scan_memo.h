// What scans of texts that come again and again have found: names of fields, arguments and cookies, and values of fields
// like Accept. A browser sends the same ones with every request.

#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace bulkhead::inspect {

/// A scan's result depends on nothing but the program, the kind of value and its bytes, so it can be kept under these three. The rules
/// that were then asked and did not match are taken out: they will not match next time either.
///
/// Never kept: values of arguments, cookies, bodies, or of fields that may hold secrets.
///
/// Ownership  Owns its memory, all of it taken at construction: kEntries × sizeof(Entry), 160 KiB.
/// Threads    One thread.
/// Cost       A hash of the text and a comparison. Whoever sends texts that displace others makes those be scanned again, no more.
class ScanMemo {
 public:
  static constexpr std::size_t kEntries = 1'024;
  static constexpr std::size_t kTextBytesMax = 112;
  static constexpr std::size_t kLinksMax = 14;

  struct Entry {
    /// Says whether the entry still is what somebody has looked up; 0: never used.
    std::uint32_t stamp = 0;
    std::uint32_t program = 0;
    std::uint16_t source = 0;
    std::uint8_t bytes = 0;
    std::uint8_t links_count = 0;
    std::array<std::uint16_t, kLinksMax> links{};
    std::array<char, kTextBytesMax> text{};

    std::span<const std::uint16_t> found() const { return {links.data(), links_count}; }
  };

  /// Where a value's entry is. Stays valid as an address; the entry may have become another's.
  struct Place {
    Entry* entry = nullptr;
    std::uint32_t stamp = 0;

    /// The link was asked about the value and did not match.
    void forget(std::uint16_t link) const {
      if (entry == nullptr || entry->stamp != stamp) return;
      for (std::size_t i = 0; i < entry->links_count; ++i) {
        if (entry->links[i] != link) continue;
        entry->links[i] = entry->links[--entry->links_count];
        return;
      }
    }
  };

  ScanMemo() : entries_(kEntries) {}

  /// nullptr when it is not known. `program` is a number of the program's own, never given twice.
  Entry* find(std::uint32_t program, std::uint16_t source, std::string_view text) {
    if (text.size() > kTextBytesMax) return nullptr;
    Entry& entry = entries_[slot(program, source, text)];
    const bool known = entry.stamp != 0 && entry.program == program && entry.source == source &&
                       entry.bytes == text.size() &&
                       std::memcmp(entry.text.data(), text.data(), text.size()) == 0;
    return known ? &entry : nullptr;
  }

  /// In place of what was there; nullptr when there is too much to keep.
  Entry* keep(std::uint32_t program, std::uint16_t source, std::string_view text,
              std::span<const std::uint16_t> links);

 private:
  static std::size_t slot(std::uint32_t program, std::uint16_t source, std::string_view text);

  std::vector<Entry> entries_;
  std::uint32_t stamps_ = 0;
};

}  // namespace bulkhead::inspect

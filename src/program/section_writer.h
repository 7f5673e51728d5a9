// The growing sections of an image that is being written.

#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "program/layout.h"

namespace bulkhead::program {

/// Appends records to sections and strings to the one string section, each string once.
class SectionWriter {
 public:
  /// Returns the record's index.
  template <typename Record>
  std::size_t put(layout::Section section, const Record& record) {
    auto& bytes = sections_[static_cast<std::size_t>(section)];
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof record);
    std::memcpy(bytes.data() + at, &record, sizeof record);
    return at / sizeof record;
  }

  /// Bytes to a section of bytes.
  void append(layout::Section section, const std::vector<std::byte>& bytes) {
    auto& to = sections_[static_cast<std::size_t>(section)];
    to.insert(to.end(), bytes.begin(), bytes.end());
  }

  std::uint32_t count(layout::Section section) const {
    const auto index = static_cast<std::size_t>(section);
    return static_cast<std::uint32_t>(sections_[index].size() / layout::kRecordBytes[index]);
  }

  layout::StringRef intern(std::string_view text);

  /// Of the strings so far.
  std::size_t longest_string_bytes() const { return longest_string_bytes_; }
  /// What assemble() will yield, or a little more.
  std::size_t bytes() const;

  /// Header and sections as one block; fills in `header.sections`. Length and digest are left to seal().
  std::vector<std::byte> assemble(layout::Header header) const;

 private:
  std::array<std::vector<std::byte>, layout::kSections> sections_;
  std::map<std::string, layout::StringRef, std::less<>> interned_;
  std::size_t longest_string_bytes_ = 0;
};

}  // namespace bulkhead::program

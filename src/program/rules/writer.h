// Puts a rule program together. For compile/ and tests; workers never call it.

#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "program/rules/layout.h"

namespace bulkhead::program::rules {

/// Appends records to sections; strings are kept once. What finish() returns passes RuleProgram::open() if every index that the
/// caller put into records is right.
class RuleProgramWriter {
 public:
  template <typename Record>
  std::uint32_t put(Section section, const Record& record) {
    auto& bytes = sections_[static_cast<std::size_t>(section)];
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof record);
    std::memcpy(bytes.data() + at, &record, sizeof record);
    return static_cast<std::uint32_t>(at / sizeof record);
  }

  /// Records put into a section so far.
  std::uint32_t count(Section section) const {
    const auto index = static_cast<std::size_t>(section);
    return static_cast<std::uint32_t>(sections_[index].size() / kRecordBytes[index]);
  }

  StringRef intern(std::string_view text);
  /// A string that was interned.
  std::string text(StringRef ref) const {
    const auto& bytes = sections_[static_cast<std::size_t>(Section::kBytes)];
    return {reinterpret_cast<const char*>(bytes.data()) + ref.offset, ref.bytes};
  }
  /// The same bytes with the same kind and options become one blob.
  std::uint32_t put_blob(BlobKind kind, std::string_view bytes, std::uint32_t options = 0);
  /// A set of links, as offset into kBits. Equal sets are kept once.
  std::uint32_t put_bits(const std::vector<std::uint64_t>& bits);

  Header header;

  /// Fills in sections, length and digest. Fails with kLimit beyond RuleProgram::kBytesMax.
  Result<std::vector<std::byte>> finish();

 private:
  std::array<std::vector<std::byte>, kSections> sections_;
  std::map<std::string, StringRef, std::less<>> strings_;
  std::map<std::tuple<BlobKind, std::uint32_t, std::string>, std::uint32_t> blobs_;
  std::map<std::vector<std::uint64_t>, std::uint32_t> bits_;
};

}  // namespace bulkhead::program::rules

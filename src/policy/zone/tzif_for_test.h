// Time zone files for tests, made field by field, so that each field can be made wrong.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bulkhead::policy {

struct TzifForTest {
  struct Change {
    std::int64_t at_s = 0;
    unsigned kind = 0;
  };

  std::string magic = "TZif";
  char version = '2';
  std::vector<std::int32_t> offsets = {3'600, 7'200};
  std::vector<Change> changes;
  std::uint32_t leaps = 0;
  std::uint32_t times_too_many = 0;  ///< Said in the header, but not there.
  std::string footer = "\nCET-1CEST,M3.5.0,M10.5.0/3\n";

  static std::string number(std::int64_t value, unsigned width) {
    std::string bytes;
    for (unsigned i = width; i-- > 0;)
      bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
    return bytes;
  }

  std::string header(std::uint32_t times, std::uint32_t types) const {
    std::string bytes =
        magic + version + std::string(15, '\0') + number(0, 4) + number(0, 4) + number(leaps, 4);
    return bytes + number(times, 4) + number(types, 4) + number(4, 4);
  }

  std::string bytes() const {
    const auto types = static_cast<std::uint32_t>(offsets.size());
    const TzifForTest empty{.magic = magic, .version = version, .offsets = {}, .changes = {}, .footer = {}};
    // The part with 32-bit times has one kind of time and nothing else, as slim files do.
    std::string all = empty.header(0, 1) + std::string(6, '\0') + "LMT" + '\0';
    all += header(static_cast<std::uint32_t>(changes.size()) + times_too_many, types);
    for (const Change& change : changes) all += number(change.at_s, 8);
    for (const Change& change : changes) all += static_cast<char>(change.kind);
    for (const std::int32_t offset : offsets) all += number(offset, 4) + std::string(2, '\0');
    all += std::string("LMT") + '\0' + std::string(std::size_t{leaps} * 12, '\0');
    return all + footer;
  }
};

}  // namespace bulkhead::policy

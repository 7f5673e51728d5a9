#include "program/rules/writer.h"

#include <sodium.h>

#include <tuple>

#include "program/rules/rule_program.h"

namespace bulkhead::program::rules {

namespace {

constexpr std::size_t aligned(std::size_t size) { return (size + 7) / 8 * 8; }

}  // namespace

StringRef RuleProgramWriter::intern(std::string_view text) {
  if (const auto known = strings_.find(text); known != strings_.end()) return known->second;
  auto& bytes = sections_[static_cast<std::size_t>(Section::kBytes)];
  const StringRef ref{static_cast<std::uint32_t>(bytes.size()), static_cast<std::uint32_t>(text.size())};
  const auto* begin = reinterpret_cast<const std::byte*>(text.data());
  bytes.insert(bytes.end(), begin, begin + text.size());
  strings_.emplace(text, ref);
  return ref;
}

std::uint32_t RuleProgramWriter::put_blob(BlobKind kind, std::string_view text, std::uint32_t options) {
  const auto key = std::make_tuple(kind, options, std::string(text));
  if (const auto known = blobs_.find(key); known != blobs_.end()) return known->second;
  auto& bytes = sections_[static_cast<std::size_t>(Section::kBytes)];
  bytes.resize(aligned(bytes.size()));
  const BlobRecord record{kind, static_cast<std::uint32_t>(bytes.size()),
                          static_cast<std::uint32_t>(text.size()), options};
  const auto* begin = reinterpret_cast<const std::byte*>(text.data());
  bytes.insert(bytes.end(), begin, begin + text.size());
  const std::uint32_t index = put(Section::kBlobs, record);
  blobs_.emplace(key, index);
  return index;
}

std::uint32_t RuleProgramWriter::put_bits(const std::vector<std::uint64_t>& bits) {
  if (const auto known = bits_.find(bits); known != bits_.end()) return known->second;
  const std::uint32_t offset = count(Section::kBits);
  for (const std::uint64_t word : bits) put(Section::kBits, word);
  bits_.emplace(bits, offset);
  return offset;
}

Result<std::vector<std::byte>> RuleProgramWriter::finish() {
  header.magic = kMagic;
  header.format = kFormat;
  header.header_bytes = sizeof(Header);
  std::size_t at = aligned(sizeof(Header));
  for (std::size_t i = 0; i < kSections; ++i) {
    header.sections[i] = {static_cast<std::uint32_t>(at),
                          static_cast<std::uint32_t>(sections_[i].size() / kRecordBytes[i])};
    at = aligned(at + sections_[i].size());
  }
  if (at > RuleProgram::kBytesMax) {
    return fail(ErrorCode::kLimit, "the rules compile to " + std::to_string(at) + " bytes, at most " +
                                       std::to_string(RuleProgram::kBytesMax));
  }
  header.total_bytes = at;
  std::vector<std::byte> bytes(at);
  for (std::size_t i = 0; i < kSections; ++i) {
    if (!sections_[i].empty())
      std::memcpy(bytes.data() + header.sections[i].offset, sections_[i].data(), sections_[i].size());
  }
  std::memcpy(bytes.data(), &header, sizeof header);
  constexpr std::size_t kDigestedFrom = offsetof(Header, text_digest);
  crypto_hash_sha256(header.digest.data(),
                     reinterpret_cast<const unsigned char*>(bytes.data()) + kDigestedFrom,
                     bytes.size() - kDigestedFrom);
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

}  // namespace bulkhead::program::rules

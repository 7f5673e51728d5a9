#include "program/section_writer.h"

namespace bulkhead::program {

layout::StringRef SectionWriter::intern(std::string_view text) {
  if (text.empty()) return {};
  if (const auto known = interned_.find(text); known != interned_.end()) return known->second;
  auto& strings = sections_[static_cast<std::size_t>(layout::Section::kStrings)];
  const layout::StringRef ref{.offset = static_cast<std::uint32_t>(strings.size()),
                              .bytes = static_cast<std::uint32_t>(text.size())};
  const auto bytes = std::as_bytes(std::span(text));
  strings.insert(strings.end(), bytes.begin(), bytes.end());
  interned_.emplace(text, ref);
  longest_string_bytes_ = std::max(longest_string_bytes_, text.size());
  return ref;
}

std::size_t SectionWriter::bytes() const {
  std::size_t total = sizeof(layout::Header);
  for (const auto& section : sections_) total += section.size() + layout::kSectionAlign;
  return total;
}

std::vector<std::byte> SectionWriter::assemble(layout::Header header) const {
  std::vector<std::byte> image(sizeof header);
  image.reserve(bytes());
  for (std::size_t index = 0; index < layout::kSections; ++index) {
    image.resize((image.size() + layout::kSectionAlign - 1) / layout::kSectionAlign * layout::kSectionAlign);
    header.sections[index] = {.offset = static_cast<std::uint32_t>(image.size()),
                              .count = count(static_cast<layout::Section>(index))};
    image.insert(image.end(), sections_[index].begin(), sections_[index].end());
  }
  std::memcpy(image.data(), &header, sizeof header);
  return image;
}

}  // namespace bulkhead::program

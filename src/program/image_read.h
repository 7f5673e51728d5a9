// Unchecked reads of an image: private to image.cc, verify.cc and dump.cc.

#pragma once

#include <cstring>

#include "program/image.h"

namespace bulkhead::program {

template <typename Record>
Record Image::record_at(std::size_t offset) const {
  Record value;
  std::memcpy(static_cast<void*>(&value), bytes_.data() + offset, sizeof value);
  return value;
}

inline layout::SectionRef Image::section(layout::Section section) const {
  return record_at<layout::SectionRef>(offsetof(layout::Header, sections) +
                                       static_cast<std::size_t>(section) * sizeof(layout::SectionRef));
}

template <typename Record>
Record Image::record(layout::Section in, std::size_t index) const {
  return record_at<Record>(section(in).offset + index * sizeof(Record));
}

inline std::string_view Image::string(layout::StringRef ref) const {
  const std::size_t offset = std::size_t{section(layout::Section::kStrings).offset} + ref.offset;
  return {reinterpret_cast<const char*>(bytes_.data()) + offset, ref.bytes};
}

inline std::string_view Image::string_of(layout::Section in, std::size_t index) const {
  return string(record<layout::StringRef>(in, index));
}

}  // namespace bulkhead::program

#include "http/json_path.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace bulkhead::http {
namespace {

constexpr std::size_t kFirstLevels = 16;
constexpr std::size_t kFirstTextBytes = 256;
/// An index of 32 bits.
constexpr std::size_t kIndexDigitsMax = 10;

constexpr std::string_view kRoot = "json";
constexpr std::string_view kEmptyKey = "empty-key";
constexpr std::string_view kOfObject = ".";
constexpr std::string_view kOfArray = ".array_";

}  // namespace

std::string_view JsonPath::last_part(std::string_view key, std::span<char> digits) const {
  if (depth_ == 0) return kRoot;
  const Level& level = levels_[depth_ - 1];
  if (!level.is_array) return key.empty() ? kEmptyKey : key;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), level.index);
  return {digits.data(), written.ptr};
}

bool JsonPath::grow_text(std::size_t bytes) {
  if (bytes <= text_.size()) return true;
  const auto larger = arena_.take_array<char>(std::max({bytes, 2 * text_.size(), kFirstTextBytes}));
  if (larger.empty()) return false;
  std::ranges::copy(text_, larger.begin());
  text_ = larger;
  return true;
}

bool JsonPath::grow_levels() {
  if (depth_ < levels_.size()) return true;
  const auto larger = arena_.take_array<Level>(std::max(2 * levels_.size(), kFirstLevels));
  if (larger.empty()) return false;
  std::ranges::copy(levels_, larger.begin());
  levels_ = larger;
  return true;
}

bool JsonPath::enter(bool is_array, std::string_view key) {
  char digits[kIndexDigitsMax];
  const std::string_view part = last_part(key, digits);
  const std::string_view joint = is_array ? kOfArray : kOfObject;
  const std::size_t before = depth_ == 0 ? 0 : levels_[depth_ - 1].bytes;
  const std::size_t bytes = before + part.size() + joint.size();
  if (bytes > UINT32_MAX || !grow_text(bytes) || !grow_levels()) return false;
  std::ranges::copy(joint, std::ranges::copy(part, text_.begin() + static_cast<std::ptrdiff_t>(before)).out);
  levels_[depth_++] = {static_cast<std::uint32_t>(bytes), 0, is_array};
  return true;
}

std::string_view JsonPath::name(std::string_view key) {
  char digits[kIndexDigitsMax];
  const std::string_view part = last_part(key, digits);
  if (depth_ == 0) return part;
  const std::size_t before = levels_[depth_ - 1].bytes;
  char* const name = static_cast<char*>(arena_.take(before + part.size(), 1));
  if (name == nullptr) return {};
  std::memcpy(name, text_.data(), before);
  std::memcpy(name + before, part.data(), part.size());
  return {name, before + part.size()};
}

}  // namespace bulkhead::http

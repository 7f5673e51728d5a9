// Reads the YAML of tests: what yaml-cpp throws ends here. Only the readers of this folder use it.

#pragma once

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "conformance/test_case.h"

namespace bulkhead::conformance {

/// The value of a member that is a scalar; empty when it is absent or null.
inline std::string text_of(const YAML::Node& node) { return node && node.IsScalar() ? node.Scalar() : ""; }

/// Throws YAML::Exception, with the place, when it is no number.
inline std::uint32_t number_of(const YAML::Node& node) {
  const std::string text = text_of(node);
  std::uint32_t number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (wrong != std::errc() || end != text.data() + text.size() || text.empty())
    throw YAML::Exception(node.Mark(), "\"" + text + "\" is no number");
  return number;
}

/// A number or a list of them; none when absent.
inline std::vector<std::uint32_t> numbers_of(const YAML::Node& node) {
  std::vector<std::uint32_t> numbers;
  if (!node || node.IsNull()) return numbers;
  if (node.IsScalar()) numbers.push_back(number_of(node));
  for (const YAML::Node& item : node)
    if (!node.IsScalar()) numbers.push_back(number_of(item));
  return numbers;
}

/// Runs `read` on the root of `text`; its exceptions become a failure that names the file and the line.
template <typename T, typename Read>
Result<T> read_yaml(std::string_view text, const std::string& file, Read read) {
  if (text.size() > kYamlBytesMax)
    return fail(ErrorCode::kLimit, file + " has " + std::to_string(text.size()) + " bytes, at most " +
                                       std::to_string(kYamlBytesMax) + " are read");
  try {
    const YAML::Node root = YAML::Load(std::string(text));
    if (!root.IsMap() && !root.IsNull()) throw YAML::Exception(root.Mark(), "a mapping is needed");
    return read(root);
  } catch (const YAML::Exception& wrong) {
    return fail(ErrorCode::kInvalid, file + ":" + std::to_string(wrong.mark.line + 1) + ": " + wrong.msg);
  }
}

}  // namespace bulkhead::conformance

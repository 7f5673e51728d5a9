#include "control/daemon/policy_intent.h"

#include <sys/types.h>

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "os/file.h"

namespace bulkhead::control {
namespace {

using nlohmann::json;
constexpr mode_t kMode = 0600;

template <typename T>
bool take(const json& from, const char* key, T& to) {
  const auto found = from.find(key);
  if (found == from.end()) return false;
  if constexpr (std::is_same_v<T, std::string>) {
    if (!found->is_string()) return false;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!found->is_boolean()) return false;
  } else {
    if (!found->is_number_unsigned()) return false;
  }
  to = found->get<T>();
  return true;
}

}  // namespace

Status IntentFile::write(const PolicyIntent& intent) const {
  const json text = {{"person", intent.person}, {"action", intent.action}, {"what", intent.what},
                     {"reason", intent.reason}, {"alone", intent.alone},   {"base", intent.base}};
  return os::write_file_atomically(path_, text.dump(-1, ' ', false, json::error_handler_t::replace) + "\n",
                                   kMode);
}

Result<std::optional<PolicyIntent>> IntentFile::read() const {
  std::error_code ignored;
  if (!std::filesystem::exists(path_, ignored)) return std::optional<PolicyIntent>();
  const auto text = os::read_file(path_, kBytesMax);
  if (!text) return fail_as(text);
  const json read = json::parse(*text, nullptr, false);
  PolicyIntent intent;
  const bool whole = read.is_object() && take(read, "person", intent.person) &&
                     take(read, "action", intent.action) && take(read, "what", intent.what) &&
                     take(read, "reason", intent.reason) && take(read, "alone", intent.alone) &&
                     take(read, "base", intent.base);
  if (!whole) return fail(ErrorCode::kCorrupt, fmt::format("{} is not what a daemon wrote", path_));
  return std::optional(std::move(intent));
}

Status IntentFile::remove() const { return os::remove_file(path_); }

}  // namespace bulkhead::control

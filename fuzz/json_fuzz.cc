// Any bytes as JSON: accepted if and only if an independent reader accepts them, as far as both mean the same by JSON.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/arena.h"
#include "base/check.h"
#include "base/utf8.h"
#include "http/json.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::http;

class Names final : public ArgumentSink {
 public:
  bool argument(std::string_view name, std::string_view) override {
    BULKHEAD_ASSERT(name.starts_with("json"));
    ++count;
    return true;
  }
  std::size_t count = 0;
};

/// Nothing when it stumbles over a number only because a double cannot hold it.
std::optional<bool> accepted_elsewhere(std::string_view json) {
  try {
    return !nlohmann::json::parse(json).is_discarded();
  } catch (const nlohmann::json::out_of_range&) {
    return {};
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

/// Where readers are known to be of two opinions. yajl, and so this one: two more kinds of space, no byte order mark,
/// ill-formed UTF-8. The other one: NUL ends the text.
bool is_disputed(std::string_view json) {
  return json.empty() || json.find_first_of(std::string_view("\v\f\0", 3)) != std::string_view::npos ||
         json.starts_with("\xEF\xBB\xBF") || !is_utf8(json);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(bytes), size);
  Arena arena(256u << 20, 0);
  Names names;
  const JsonOutcome outcome = read_json(json, kJsonDepthDefault, arena, names);
  BULKHEAD_ASSERT(outcome.arguments_count == names.count && outcome.error_byte <= json.size());
  BULKHEAD_ASSERT(names.count <= json.size());
  if (outcome.stop != ReadStop::kNone || outcome.error == JsonError::kDepth || is_disputed(json)) return 0;
  const std::optional<bool> expected = accepted_elsewhere(json);
  if (!expected) return 0;
  // Escaped surrogates that stand alone are JSON, but the other reader takes none.
  const bool accepted = outcome.error == JsonError::kNone && !outcome.lone_surrogate;
  BULKHEAD_ASSERT(accepted == *expected);
  return 0;
}

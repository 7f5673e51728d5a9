// Where readers of request parts put the named values they find.

#pragma once

#include <cstdint>
#include <string_view>

namespace bulkhead::http {

/// Takes named values one at a time, in the order they stand in the request.
///
/// Ownership  Both views live as long as the reader's input and its arena.
class ArgumentSink {
 public:
  virtual ~ArgumentSink() = default;

  /// False: no more of them (a maximum, such as SecArgumentsLimit, is reached). The reader stops then.
  [[nodiscard]] virtual bool argument(std::string_view name, std::string_view value) = 0;
};

/// Why a reader stopped, apart from what is wrong with its input.
enum class ReadStop : std::uint8_t {
  kNone,    ///< All was read, or up to the first thing that is wrong.
  kSink,    ///< The sink wanted no more.
  kMemory,  ///< The arena's maximum was reached.
};

}  // namespace bulkhead::http

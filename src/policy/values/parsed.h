// What a parser of one written value returns: the value, or why not and what would be right.

#pragma once

#include <expected>
#include <string>

namespace bulkhead::policy {

struct Refusal {
  std::string message;  ///< What is wrong: continues "services.tax.match.hosts[0]: …".
  std::string hint;     ///< What would be right.
  bool secret = false;  ///< The value may be a secret: nothing repeats it.
};

template <typename T>
using Parsed = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(std::string message, std::string hint) {
  return std::unexpected<Refusal>(Refusal{std::move(message), std::move(hint)});
}

}  // namespace bulkhead::policy

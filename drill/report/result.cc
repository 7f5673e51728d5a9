#include "drill/report/result.h"

#include <array>

namespace bulkhead::drill {

std::string_view name(AttackOutcome::Verdict verdict) {
  constexpr std::array<std::string_view, 4> kNames = {"defended", "partly defended", "not defended",
                                                      "not played"};
  return kNames[static_cast<std::size_t>(verdict)];
}

std::string_view name(Moment::Kind kind) {
  constexpr std::array<std::string_view, 4> kNames = {"phase", "order", "service", "trouble"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace bulkhead::drill

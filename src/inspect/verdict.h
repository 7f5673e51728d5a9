// What inspection says of a request: what was found, and what is to become of it.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "program/rules/layout.h"

namespace bulkhead::inspect {

/// One rule that matched and wants to be logged. Views live as long as the Inspection.
struct Finding {
  std::uint32_t rule_id = 0;
  std::uint32_t link = 0;  ///< Head of the chain, index in the program.
  std::uint8_t phase = 0;
  std::uint8_t severity = program::rules::kNone8;
  bool audit = false;
  bool disruptive = false;
  std::string_view message;
  std::string_view log_data;
  /// Where: "ARGS:q". The last link's, as SecLang has it.
  std::string_view target;
  /// The value that was looked at, after its transformations, and what of it matched.
  std::string_view value;
  std::uint32_t match_begin = 0;
  std::uint32_t match_end = 0;
};

/// A rule stopped the request.
struct Interruption {
  program::rules::Disruption kind = program::rules::Disruption::kNothing;
  std::uint16_t status = 0;
  std::uint32_t rule_id = 0;
  std::uint32_t link = 0;
  std::string_view url;  ///< kRedirect

  explicit operator bool() const { return kind != program::rules::Disruption::kNothing; }
};

/// A named maximum of the request's own making that was reached: the policy says whether that is refused.
enum class Overrun : std::uint8_t { kNone, kMemory, kBudget, kArguments, kFindings, kVariables };

}  // namespace bulkhead::inspect

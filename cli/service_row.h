// One service of GET /status, put into the words of the table.

#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "base/time.h"
#include "cli/json.h"
#include "cli/session.h"

namespace bulkhead::cli {

/// Begins `ends` of what reopens by stages.
inline constexpr std::string_view kNextBy = "next by ";

struct ServiceRow {
  std::string name;
  std::string title;
  std::string criticality;
  std::string compartment;
  std::string posture;
  std::string since;  ///< "02:14 (40 min)"; "-" when no order is in force.
  std::string ends;
  std::string cause;
  std::string who;
  std::string requests;
  std::string refused;
  std::string in_flight;
  std::string upstream;
  std::string drain;         ///< "drain ends 02:24 (in 9 min 53 s)"; empty where nothing drains.
  std::string not_enforced;  ///< Empty when all of the posture is.
  Colour posture_colour = Colour::kPlain;
  Colour upstream_colour = Colour::kPlain;
  bool ordered = false;  ///< An order is in force.
  bool is_open = true;   ///< Simply open, to everybody.
  /// What is not open first, the strictest of it first; then the more critical; then by name.
  std::tuple<int, int, int, std::string> rank;
};

/// Every text in it is harmless to a terminal.
ServiceRow service_row(JsonView service, RealTime now);

}  // namespace bulkhead::cli

// What attackers send. Every payload is harmless: it has the shape of the real one, and what it would do is nothing.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

struct AttackRequest {
  bool post = false;
  std::string path;
  std::string content_type;  ///< Of a POST.
  std::string body;
};

/// The paths of a kind where the scenario names none; empty for kinds that have none (harvest, export).
std::span<const std::string_view> usual_paths(Attack::Kind kind);

/// The `number`-th request of an attack that needs no session. Requires: its kind is not kHarvest or kExport.
///
/// Shapes     kExploit: POST of an encoded object graph (CVE-2019-0604: form field, ObjectDataProvider). kWebShell: commands in
///            the query, in turn a tunnel's (reGeorg). kProbe, kFlood: plain GETs.
AttackRequest request_of(const Attack& attack, std::uint64_t number);

}  // namespace bulkhead::drill

// A preview in one sentence, for terminals and the console.

#pragma once

#include <string>

namespace bulkhead::posture {

struct Preview;

/// "14 services, 31 % of today's people, 2 essential ones depend on it; counters stay". Reads everything of the
/// preview but `sentence`.
std::string sentence(const Preview& preview);

}  // namespace bulkhead::posture

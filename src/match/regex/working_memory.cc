#include "match/regex/working_memory.h"

#include <algorithm>

namespace bulkhead::match::regex {

void OrderedSet::sort() {
  std::sort(&members_[0], &members_[0] + size_);
  for (std::uint32_t i = 0; i < size_; ++i) place_[members_[i]] = i;
}

}  // namespace bulkhead::match::regex

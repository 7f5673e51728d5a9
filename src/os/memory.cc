#include "os/memory.h"

#include <malloc.h>

namespace bulkhead::os {

void share_one_heap() { static_cast<void>(::mallopt(M_ARENA_MAX, 1)); }

void return_free_memory() { ::malloc_trim(0); }

}  // namespace bulkhead::os

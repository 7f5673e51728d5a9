// The process's own memory.

#pragma once

namespace bulkhead::os {

/// One heap for all threads: what one frees the others use. For programs whose threads allocate little. Call it first.
void share_one_heap();

/// Gives pages that hold nothing any more back to the system. Walks the heap: a millisecond or a few.
void return_free_memory();

}  // namespace bulkhead::os

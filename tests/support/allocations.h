// The number of allocations of the whole test program, which has one thread. Link allocations.cc to
// count calls of `new`.
#pragma once

#include <cstddef>

namespace moonroom::support {

extern size_t allocations;

}  // namespace moonroom::support

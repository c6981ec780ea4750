// How often the whole test program, which has one thread, has asked for memory. Whoever links
// allocations.cc has `new` counted.
#pragma once

#include <cstddef>

namespace moonroom::support {

extern size_t allocations;

}  // namespace moonroom::support

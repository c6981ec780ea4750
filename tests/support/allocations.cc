#include "support/allocations.h"

#include <cstdlib>
#include <new>

size_t moonroom::support::allocations = 0;

// All other forms of `new` call these.
void* operator new(size_t size) {
  ++moonroom::support::allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void* operator new(size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++moonroom::support::allocations;
  return std::malloc(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept {
  std::free(memory);
}

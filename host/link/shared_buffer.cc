#include "link/shared_buffer.h"

#include <cstring>
#include <new>

namespace moonroom::link {

SharedBuffer::SharedBuffer(std::string_view bytes) {
  void* memory = ::operator new(sizeof(Block) + bytes.size());
  block_ = new (memory) Block{1, bytes.size()};
  if (!bytes.empty()) std::memcpy(block_->bytes(), bytes.data(), bytes.size());
}

void SharedBuffer::free(Block* block) {
  ::operator delete(block);
}

}  // namespace moonroom::link

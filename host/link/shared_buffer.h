// A message's bytes, shared by all links that carry it: written once, freed with the last of them.
// Counted without atomics, so a body and its copies stay in one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace moonroom::link {

class SharedBuffer {
 public:
  /// No message at all; empty.
  SharedBuffer() = default;
  /// Copies `bytes` in, once.
  explicit SharedBuffer(std::string_view bytes);
  SharedBuffer(const SharedBuffer& other) : block_(other.block_) {
    if (block_) ++block_->holders;
  }
  SharedBuffer(SharedBuffer&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  SharedBuffer& operator=(SharedBuffer other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~SharedBuffer() {
    if (block_ && --block_->holders == 0) free(block_);
  }

  /// Valid as long as any copy of this body is.
  std::string_view bytes() const {
    return block_ ? std::string_view(block_->bytes(), block_->size) : std::string_view();
  }
  size_t size() const { return block_ ? block_->size : 0; }

 private:
  // The bytes stand behind it, in the same fragment of memory.
  struct Block {
    size_t holders;
    size_t size;

    char* bytes() { return reinterpret_cast<char*>(this + 1); }
  };

  static void free(Block* block);

  Block* block_ = nullptr;
};

}  // namespace moonroom::link

// A message's bytes, shared by all links that carry it: written once, freed with the last
// reference. The reference count is not atomic, so a buffer and its copies must stay in one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace moonroom::link {

class SharedBuffer {
 public:
  /// No message; empty.
  SharedBuffer() = default;
  /// Copies `bytes`.
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

  /// Valid as long as any copy of this buffer exists.
  std::string_view bytes() const {
    return block_ ? std::string_view(block_->bytes(), block_->size) : std::string_view();
  }
  size_t size() const { return block_ ? block_->size : 0; }

 private:
  // The header of an allocation; the bytes follow it.
  struct Block {
    size_t holders;
    size_t size;

    char* bytes() { return reinterpret_cast<char*>(this + 1); }
  };

  static void free(Block* block);

  Block* block_ = nullptr;
};

}  // namespace moonroom::link

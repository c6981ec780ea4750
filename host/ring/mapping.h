// Shared memory that another process can map: a memfd and its mapping, both owned.
#pragma once

#include <cstddef>

#include "base/unique_fd.h"

namespace moonroom::ring {

enum class Access { read_only, read_write };

class Mapping {
 public:
  Mapping() = default;
  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&& other) noexcept;
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping();

  /// New memory, all zero. Throws std::system_error on failure.
  static Mapping create(const char* name, size_t size);
  /// The memory behind `file`, which another process created.
  static Mapping open(UniqueFd file, size_t size, Access access);

  /// Forbids new writable mappings; this mapping stays as it is.
  void seal();
  void* memory() const { return memory_; }
  int descriptor() const { return file_.get(); }

 private:
  Mapping(UniqueFd file, void* memory, size_t size);

  UniqueFd file_;
  void* memory_ = nullptr;
  size_t size_ = 0;
};

}  // namespace moonroom::ring

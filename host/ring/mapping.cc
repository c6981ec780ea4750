#include "ring/mapping.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace moonroom::ring {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void* map(int file, size_t size, Access access) {
  const int protection = access == Access::read_only ? PROT_READ : PROT_READ | PROT_WRITE;
  void* memory = ::mmap(nullptr, size, protection, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) fail("mmap");
  return memory;
}

}  // namespace

Mapping::Mapping(UniqueFd file, void* memory, size_t size)
    : file_(std::move(file)), memory_(memory), size_(size) {}

Mapping::Mapping(Mapping&& other) noexcept
    : file_(std::move(other.file_)),
      memory_(std::exchange(other.memory_, nullptr)),
      size_(other.size_) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(memory_, other.memory_);
  std::swap(size_, other.size_);
  return *this;
}

Mapping::~Mapping() {
  if (memory_) ::munmap(memory_, size_);
}

Mapping Mapping::create(const char* name, size_t size) {
  UniqueFd file(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file) fail("memfd_create");
  if (::ftruncate(file.get(), static_cast<off_t>(size)) != 0) fail("ftruncate");
  // Reading a page that its owner has shrunk would kill this process.
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0) fail("seal");
  void* memory = map(file.get(), size, Access::read_write);
  return Mapping(std::move(file), memory, size);
}

Mapping Mapping::open(UniqueFd file, size_t size, Access access) {
  void* memory = map(file.get(), size, access);
  return Mapping(std::move(file), memory, size);
}

void Mapping::seal() {
  if (::fcntl(file_.get(), F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_SEAL) != 0) fail("seal");
}

}  // namespace moonroom::ring

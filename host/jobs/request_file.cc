#include "jobs/request_file.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>
#include <system_error>

namespace moonroom::jobs {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// Writes at explicit offsets, because the child shares the file's offset, which must stay 0.
void write_all(int file, std::string_view bytes) {
  size_t written = 0;
  while (written < bytes.size()) {
    const auto rest = bytes.substr(written);
    const auto count = ::pwrite(file, rest.data(), rest.size(), static_cast<off_t>(written));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail("writing the request");
    written += static_cast<size_t>(count);
  }
}

}  // namespace

UniqueFd request_file(std::string_view request) {
  UniqueFd file(::memfd_create("job-request", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file) fail("memfd_create");
  write_all(file.get(), request);
  const int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (::fcntl(file.get(), F_ADD_SEALS, seals) != 0) fail("sealing the request");
  return file;
}

}  // namespace moonroom::jobs

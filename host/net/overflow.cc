#include "net/overflow.h"

#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <array>

namespace moonroom::net {

uint64_t overflow_of(int socket) {
  std::array<uint32_t, SK_MEMINFO_VARS> memory{};
  socklen_t size = sizeof memory;
  if (::getsockopt(socket, SOL_SOCKET, SO_MEMINFO, memory.data(), &size) != 0) return 0;
  return memory[SK_MEMINFO_DROPS];
}

}  // namespace moonroom::net

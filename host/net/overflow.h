// Losses of a socket whose buffer was full, from the kernel's counter.
#pragma once

#include <cstdint>

namespace moonroom::net {

/// Datagrams dropped because the socket's buffer was full, since it was opened (sock_diag(7),
/// SK_MEMINFO_DROPS).
uint64_t overflow_of(int socket);

}  // namespace moonroom::net

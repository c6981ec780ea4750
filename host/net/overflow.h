// What a socket has lost because nobody read fast enough, as the kernel counts it.
#pragma once

#include <cstdint>

namespace moonroom::net {

/// Datagrams that found the socket's buffer full, since it was opened (sock_diag(7),
/// SK_MEMINFO_DROPS).
uint64_t overflow_of(int socket);

}  // namespace moonroom::net

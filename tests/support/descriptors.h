// How many sockets a process may have: who plays a whole crowd has one for each of its members.
#pragma once

#include <sys/resource.h>

namespace moonroom::support {

/// As many as the system lets this user have.
inline void allow_many_sockets() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace moonroom::support

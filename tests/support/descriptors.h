// Raises the limit of sockets, for a process that simulates a crowd with one socket per member.
#pragma once

#include <sys/resource.h>

namespace moonroom::support {

/// As many as the system allows this user.
inline void allow_many_sockets() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace moonroom::support

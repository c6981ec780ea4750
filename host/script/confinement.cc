#include "script/confinement.h"

#include <seccomp.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>

#if defined(__SANITIZE_ADDRESS__)
#define MOONROOM_UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MOONROOM_UNDER_SANITIZER 1
#endif
#endif

namespace moonroom::script {
namespace {

#ifdef MOONROOM_UNDER_SANITIZER
constexpr bool kUnderSanitizer = true;
#else
constexpr bool kUnderSanitizer = false;
#endif

// Deep recursion in C (patterns, sorting, coroutines) ends in an error of LuaJIT's own before this.
constexpr rlim_t kStack = 16u << 20;

// mmap to mprotect: LuaJIT's memory and compiled code. futex, write: the ring. The rest: the clock,
// random numbers, C++ exceptions, the end.
constexpr int kAllowed[] = {
    SCMP_SYS(mmap),         SCMP_SYS(munmap),     SCMP_SYS(mremap),    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),      SCMP_SYS(brk),        SCMP_SYS(futex),     SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday), SCMP_SYS(time),       SCMP_SYS(getrandom), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(exit),         SCMP_SYS(exit_group),
};

[[noreturn]] void fail(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

// Never above the hard limit: lowering is always allowed, raising may not be.
void limit(int resource, rlim_t most) {
  rlimit now{};
  if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &now) != 0) fail(errno, "getrlimit");
  const rlimit lower{std::min(most, now.rlim_max), std::min(most, now.rlim_max)};
  if (::setrlimit(static_cast<__rlimit_resource_t>(resource), &lower) != 0)
    fail(errno, "setrlimit");
}

size_t address_space() {
  std::ifstream statm("/proc/self/statm");
  size_t pages = 0;
  statm >> pages;
  return pages * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

void filter_calls(int output) {
  const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_KILL_PROCESS),
                                                                seccomp_release);
  if (!filter) fail(ENOMEM, "seccomp_init");
  for (const int call : kAllowed)
    if (const int error = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0); error < 0)
      fail(-error, "seccomp_rule_add");
  const scmp_arg_cmp to_output{0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(output), 0};
  if (const int error =
          seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(write), 1, to_output);
      error < 0)
    fail(-error, "seccomp_rule_add");
  if (const int error = seccomp_load(filter.get()); error < 0) fail(-error, "seccomp_load");
}

}  // namespace

void confine(const Walls& walls) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_STACK, kStack);
  limit(RLIMIT_FSIZE, 0);
  if (walls.cpu_seconds != 0) limit(RLIMIT_CPU, walls.cpu_seconds);
  if (kUnderSanitizer) return;
  limit(RLIMIT_NPROC, 0);
  limit(RLIMIT_AS, address_space() + walls.memory);
  filter_calls(walls.output);
}

}  // namespace moonroom::script

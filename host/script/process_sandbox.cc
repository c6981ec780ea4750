#include "script/process_sandbox.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/personality.h>
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

// Deep recursion in C (patterns, sorting, coroutines) reaches a limit of LuaJIT first.
constexpr rlim_t kStack = 16u << 20;

// munmap to brk: LuaJIT's memory. futex, write: the ring. The rest: the clock, random numbers, the
// timer of script/time_limit.h, exiting.
constexpr int kAllowed[] = {
    SCMP_SYS(munmap),        SCMP_SYS(mremap),       SCMP_SYS(brk),        SCMP_SYS(futex),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),       SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(exit),         SCMP_SYS(exit_group),
};

[[noreturn]] void fail(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

// Never above the hard limit: lowering is always allowed, raising is not.
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

class Filter {
 public:
  Filter() : filter_(seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release) {
    if (!filter_) fail(ENOMEM, "seccomp_init");
  }
  void allow(int call) { check(seccomp_rule_add(filter_.get(), SCMP_ACT_ALLOW, call, 0)); }
  /// Allowed only when this argument has this value.
  void allow(int call, unsigned argument, int value) {
    const scmp_arg_cmp only{argument, SCMP_CMP_EQ, static_cast<scmp_datum_t>(value), 0};
    check(seccomp_rule_add(filter_.get(), SCMP_ACT_ALLOW, call, 1, only));
  }
  /// Allowed only when this argument has none of these bits.
  void allow_without(int call, unsigned argument, scmp_datum_t bits) {
    const scmp_arg_cmp none{argument, SCMP_CMP_MASKED_EQ, bits, 0};
    check(seccomp_rule_add(filter_.get(), SCMP_ACT_ALLOW, call, 1, none));
  }
  void load() { check(seccomp_load(filter_.get())); }

 private:
  static void check(int error) {
    if (error < 0) fail(-error, "seccomp");
  }
  std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter_;
};

// Under an inherited READ_IMPLIES_EXEC each readable page would be executable. The flag is not read
// first: systemd's LockPersonality allows only this very call.
void keep_readable_pages_from_running() {
  if (::personality(PER_LINUX) == -1) fail(errno, "personality");
}

void filter_calls(int output) {
  Filter filter;
  for (const int call : kAllowed) filter.allow(call);
  filter.allow(SCMP_SYS(write), 0, output);
  // No page can be made executable, so that a bug of LuaJIT's cannot run injected code.
  filter.allow_without(SCMP_SYS(mmap), 2, PROT_EXEC);
  filter.allow_without(SCMP_SYS(mprotect), 2, PROT_EXEC);
  // Other advice can do harm, even to shared pages.
  for (const int advice : {MADV_DONTNEED, MADV_FREE}) filter.allow(SCMP_SYS(madvise), 2, advice);
  filter.load();
}

}  // namespace

void enter_sandbox(const SandboxLimits& walls) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_STACK, kStack);
  limit(RLIMIT_FSIZE, 0);
  if (walls.cpu_seconds != 0) limit(RLIMIT_CPU, walls.cpu_seconds);
  if (kUnderSanitizer) return;
  limit(RLIMIT_NPROC, 0);
  limit(RLIMIT_AS, address_space() + walls.memory);
  keep_readable_pages_from_running();
  filter_calls(walls.output);
}

}  // namespace moonroom::script

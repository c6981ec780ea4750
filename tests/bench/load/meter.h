// The processor time that some processes use between two samples.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bench/load/cpu_time.h"

namespace moonroom::bench {

/// Of this process and of `pids`.
class Meter {
 public:
  explicit Meter(std::vector<pid_t> pids) : pids_(std::move(pids)) {
    pids_.insert(pids_.begin(), ::getpid());
  }

  void read() {
    before_ = std::exchange(now_, {});
    for (const auto pid : pids_) {
      const auto used = cpu_time(pid);
      if (!used) throw std::runtime_error(used.error().what);
      now_.push_back(*used);
    }
  }
  /// [all, user, waited] of this process.
  std::string own() const { return used(0); }
  /// [[all, user, waited], ...] in the order of the processes.
  std::string others() const {
    std::string words;
    for (size_t i = 1; i < pids_.size(); ++i) words += (i > 1 ? ", " : "") + used(i);
    return "[" + words + "]";
  }

 private:
  std::string used(size_t which) const {
    const auto time = now_[which] - before_[which];
    return fmt::format("[{:.6f}, {:.2f}, {:.6f}]", time.all, time.user, time.waited);
  }

  std::vector<pid_t> pids_;
  std::vector<CpuTime> before_;
  std::vector<CpuTime> now_;
};

}  // namespace moonroom::bench

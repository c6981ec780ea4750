// Helpers of the pool's tests: a program that runs its request as a shell script, and a job's
// outcome as one text. Nothing here sleeps; tests wait for events.
#pragma once

#include <doctest/doctest.h>
#include <poll.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "jobs/pool.h"

namespace moonroom::support {

/// A shell script in a folder of its own, deleted with it.
class Script {
 public:
  explicit Script(const std::string& body) {
    std::string folder = (std::filesystem::temp_directory_path() / "jobs-XXXXXX").string();
    REQUIRE(::mkdtemp(folder.data()) != nullptr);
    folder_ = folder;
    std::ofstream(path()) << "#!/bin/sh\n" << body << '\n';
    std::filesystem::permissions(path(), std::filesystem::perms::owner_all);
  }
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  ~Script() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string path() const { return folder_ / "program"; }

 private:
  std::filesystem::path folder_;
};

constexpr Moment kNow{SteadyTime(std::chrono::hours(1)), WallTime(std::chrono::hours(1))};
constexpr auto kEndless = "exec sleep 60";

/// A pool of processes that run their requests.
struct Shells {
  Script script{". /dev/fd/3"};
  jobs::Pool pool;

  explicit Shells(const jobs::Limits& limits = {}) : pool(script.path(), limits) {}

  bool submit(uint64_t id, std::string request) {
    return pool.submit({id, std::move(request)}, kNow);
  }
  bool submit(std::string request) { return submit(1, std::move(request)); }
};

inline bool readable(const jobs::Pool& pool, int milliseconds = 0) {
  pollfd wait{pool.descriptor(), POLLIN, 0};
  return ::poll(&wait, 1, milliseconds) == 1;
}

inline void watch_once(jobs::Pool& pool, Moment now = kNow) {
  REQUIRE(readable(pool, 20'000));
  pool.watch(now);
}

inline jobs::Done wait_for_done(jobs::Pool& pool, Moment now = kNow) {
  while (true) {
    if (auto done = pool.next()) return *std::move(done);
    watch_once(pool, now);
  }
}

/// The result of the next finished job, or the reason of its failure: "! exit status 3".
inline std::string outcome(jobs::Pool& pool, Moment now = kNow) {
  auto done = wait_for_done(pool, now);
  return done.result ? *std::move(done.result) : "! " + done.result.error().what;
}

}  // namespace moonroom::support

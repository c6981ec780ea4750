// Notices that something in a few folders has changed, and says so when it has become quiet there:
// an editor that writes a file in pieces, or by way of another file, is one change. What the kernel
// does not report (network file systems, a folder far above that was moved) is covered by saying so
// every few seconds in any case.
#pragma once

#include <uv.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/moment.h"
#include "config/lua_scan.h"

namespace moonroom::server {

class FolderWatch {
 public:
  /// Calls `changed` from `loop`, which must be run once more after this has been destroyed.
  FolderWatch(uv_loop_t& loop, std::function<void()> changed);
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;
  ~FolderWatch();

  /// Watches these folders from now on, and no others. One that has been replaced since the last
  /// call is watched anew; one that is not there is left out.
  void watch(const config::WatchedFolders& folders);
  /// No folder that is there is left out.
  bool watches_all() const { return watches_all_; }

 private:
  struct Watched;
  std::unique_ptr<Watched> begin_or_keep(const std::string& path);
  void on_change();
  void on_quiet();

  uv_loop_t& loop_;
  std::function<void()> changed_;
  // By path.
  std::map<std::string, std::unique_ptr<Watched>> watched_;
  // On the heap until the loop has closed them.
  uv_timer_t* timer_;
  uv_timer_t* patrol_;
  bool watches_all_ = true;
  std::optional<SteadyTime> unsettled_since_;
};

}  // namespace moonroom::server

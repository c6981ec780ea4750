// Reports changes in a few folders once they have become quiet: an editor that writes a file in
// pieces, or through another file, makes one change. For changes that the kernel does not report
// (network file systems, a renamed parent folder), also reports every few seconds.
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
  /// Calls `changed` from `loop`, which must run once more after this has been destroyed.
  FolderWatch(uv_loop_t& loop, std::function<void()> changed);
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;
  ~FolderWatch();

  /// Replaces the set of watched folders. A folder that has been replaced since the last call is
  /// watched anew; missing ones are skipped.
  void watch(const config::WatchedFolders& folders);
  /// Every existing folder of the set is watched.
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

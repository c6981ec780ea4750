// Notices that something in a few folders has changed, and says so when it has become quiet there:
// an editor that writes a file in pieces, or by way of another file, is one change.
#pragma once

#include <uv.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/moment.h"

namespace moonroom::app {

class FolderWatch {
 public:
  /// Calls `changed` from `loop`, which must be run once more after this has been destroyed. A
  /// folder that cannot be watched is left out: `watches_all` is false then.
  FolderWatch(uv_loop_t& loop, const std::vector<std::filesystem::path>& folders,
              std::function<void()> changed);
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;
  ~FolderWatch();

  bool watches_all() const { return watches_all_; }

 private:
  void stir();
  void settle();

  std::function<void()> changed_;
  // On the heap until the loop has closed them.
  std::vector<uv_fs_event_t*> events_;
  uv_timer_t* timer_;
  bool watches_all_ = true;
  std::optional<SteadyTime> unsettled_since_;
};

}  // namespace moonroom::app

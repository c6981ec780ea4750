// Keeps LuaSources up to date while the host runs: when something changes in its folders, scans
// them on a thread of libuv's, so that a slow disk delays no message.
#pragma once

#include <uv.h>

#include <functional>

#include "config/lua_sources.h"
#include "server/folder_watch.h"

namespace moonroom::server {

class LiveFiles {
 public:
  /// Calls `changed` from `loop` when the library has changes. All must outlive this, and the loop
  /// must run once more after it has been destroyed.
  LiveFiles(uv_loop_t& loop, config::LuaSources& library, std::function<void()> changed);
  LiveFiles(const LiveFiles&) = delete;
  LiveFiles& operator=(const LiveFiles&) = delete;
  ~LiveFiles();

  /// Changes are noticed at once, and not only every few seconds.
  bool watches_all() const { return watch_.watches_all(); }

 private:
  struct Job;
  void begin_scan();
  void end_scan(Job& job);

  uv_loop_t& loop_;
  config::LuaSources& library_;
  std::function<void()> changed_;
  FolderWatch watch_;
  // The running scan; the loop owns it.
  Job* job_ = nullptr;
  // Something has changed since the scan began.
  bool again_ = false;
};

}  // namespace moonroom::server

// Loads and unloads of files: their order, one file at a time, so that messages wait for one at
// most; and what follows from their responses. Also the shutdown, which unloads everything. Pure:
// returns the requests, and its owner posts them.
//
// Wordings and settings come first, and each of them reloads the code that can depend on it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ring/message.h"
#include "ring/notes.h"
#include "ring/pending_requests.h"
#include "ring/plugin_registry.h"
#include "ring/verdicts.h"
#include "room/state.h"

namespace moonroom::ring {

class PluginLoads {
 public:
  /// All must outlive this. Sets the host messages of `state` from a loaded wording.
  struct Parts {
    PluginRegistry& plugins;
    Verdicts& verdicts;
    Notes& notes;
    room::RoomState& state;
  };
  explicit PluginLoads(const Parts& parts) : parts_(parts) {}

  /// The files that the first worker loads by itself.
  void begin(std::vector<PluginSource> files);
  /// The initial wordings have been loaded or refused: the host messages are final.
  bool has_wording() const { return wordings_awaited_ == 0; }

  /// Queues a new file, or a changed one that is known by its path. A file that cannot be read is
  /// noted.
  void add(PluginSource file);
  /// The requests to load the next file, and those that depend on it, once `pending` has none of
  /// the file before. Their last one gets the number that `loading` is told.
  std::vector<Task> next(const PendingRequests& pending);
  void loading(uint64_t last_number) { loading_ = last_number; }
  /// A new worker loads all files by itself.
  void forget_queue() { queue_.clear(); }
  /// The requests that unload a file that was removed.
  std::vector<Task> remove(std::string_view path);

  void begin_shutdown(LoadReason why);
  bool is_shutting_down() const { return shutdown_.has_value(); }
  /// One request for each plugin, so that a crash does not lose what other plugins returned.
  std::vector<Task> shutdown_tasks() const;

  void on_loaded(const PluginSource& file, Response& response);
  void on_unloaded(const Unload& task, Response& response);

 private:
  bool add_version(PluginSource& file);
  void add_dependents(std::vector<Task>& tasks);
  bool take_requested(const PluginSource& file);
  void report_lifecycle(const PluginEntry& plugin, const Value& record);

  Parts parts_;
  std::deque<PluginSource> queue_;
  // The request whose response lets the next file be loaded.
  uint64_t loading_ = 0;
  // Loads to report to the administrator once they are done (by source: loading an older version in
  // a new worker does not count).
  std::map<uint32_t, std::string> requested_;
  size_t wordings_awaited_ = 0;
  // Why the next host will load the plugins; unset while this one runs.
  std::optional<LoadReason> shutdown_;
};

}  // namespace moonroom::ring

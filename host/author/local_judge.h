// A judge that runs plugins in this process, for tests of plugins: their author trusts them. It
// does not handle crashes and loops, as the worker's judge does.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ring/message.h"
#include "room/judge.h"
#include "room/state.h"
#include "script/plugin_host.h"

namespace moonroom::author {

class LocalJudge : public room::Judge {
 public:
  /// `state` must outlive the judge, which sets its host messages.
  LocalJudge(const script::PluginLimits& limits, room::RoomState& state);

  /// Actions requested during the load come out of `next`. A Problem says why the file did not
  /// load.
  Result<void> load(const ring::PluginSource& file, Moment now);
  /// Loads the plugin or script of this name again, as if its file had been saved.
  Result<void> load_again(std::string_view name, Moment now);
  /// Unloads the plugin or script of this name, as if its file had been removed.
  Result<void> remove_file(std::string_view name, Moment now);
  /// Loads all files in a new PluginHost, as a host does because of `why`. After a crash,
  /// `on_unload` has not run.
  Result<void> start_again(ring::LoadReason why, Moment now);
  /// Runs a job of the plugin `owner` at once and returns its result.
  room::JobDone work(const room::StartJob& job, Moment now);

  void submit(const room::Event& event, Moment now) override;
  const room::Judged* next() override;
  bool busy() const override { return false; }

  /// Faults since the last call, each with its plugin's path.
  std::vector<std::string> drain_faults() { return std::exchange(faults_, {}); }
  const script::PluginHost& host() const { return *host_; }

 private:
  ring::Response send_request(ring::Task task, Moment now);
  Result<void> load_source(const ring::PluginSource& file, Moment now);
  void remember(const room::StorePut& keep);
  void unload_all(ring::LoadReason why, Moment now);
  ring::PluginSource* find(uint32_t id);
  std::string path_of(uint32_t id) const;

  script::PluginLimits limits_;
  room::RoomState& state_;
  std::unique_ptr<script::PluginHost> host_;
  std::vector<ring::PluginSource> files_;
  std::deque<room::Judged> judged_;
  room::Judged latest_;
  std::vector<std::string> faults_;
  uint64_t number_ = 0;
};

}  // namespace moonroom::author

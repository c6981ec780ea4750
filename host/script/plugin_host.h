// The core of the worker: runs the plugins, in order, on each request.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ring/message.h"
#include "room/line_words.h"
#include "script/command_line.h"
#include "script/plugin_chain.h"
#include "script/settings.h"

namespace moonroom::script {

class PluginHost {
 public:
  PluginHost(CallObserver observer, PluginLimits limits);

  ring::Response handle(const ring::Request& request);

  /// For displays of the plugins and their order.
  const PluginChain& chain() const { return chain_; }

 private:
  void judge(const room::JoinEvent& joining);
  void judge(const room::MessageEvent& saying);
  void judge(const room::LeaveEvent& leaving);
  void judge(const room::AnnouncementEvent& announcing);
  void judge(const room::TimerDue& timer);
  void judge(const room::AdminCommandEvent& command);
  void judge(const room::JobDone& done);
  void judge(const room::WorkerActivity&) {}
  room::LineReading read(std::string_view text) const;
  void observe_message(const room::MessageEvent& saying, std::string text);
  void command(Call call);
  void filter(CurrentMessage& message);
  bool filter_text(const Plugin& owner, Call& call);
  void run_command(Plugin& plugin, Call call);
  void reply_failed(const Call& call, std::string_view key, std::string_view otherwise);
  void reply_failed(const Call& call, std::string_view why);
  bool reply(const Call& call, std::string_view text);

  void load(const ring::PluginSource& file);
  void load_plugin(const ring::PluginSource& file);
  void hand_over(Plugin* old, std::unique_ptr<Plugin> fresh);
  Value call_on_unload(Plugin& old, ring::UnloadReason why);
  void unload(uint32_t id, ring::UnloadReason why);
  void bench(const ring::BenchCommand& bench);
  void unload_all();
  void cancel_callbacks(const Plugin& plugin);
  void remember(const ring::HistorySync& past);
  void run_job(const ring::RunJob& work);
  void deliver_publications();
  void notify_subscribers(const Publication& publication, const std::string& publisher);

  void refuse(std::string_view reason);
  bool refuse_unjudged(const room::Event& event, Hook filter);
  bool refuse_failed(const Plugin& plugin, Hook hook, const std::string& what);
  bool refused(const Plugin& plugin, Hook hook, const Result<Plugin::HookResult>& returned);
  template <class Call>
  void observe(Hook hook, const room::TemplateValues& values, Call call);
  void observed(const Plugin& plugin, Hook hook, const Result<Plugin::HookResult>& returned);
  void post(const Plugin& plugin, Hook hook, const room::TemplateValues& values);
  void fault(const Plugin& plugin, std::string_view what, std::string_view command = {});
  /// From the wording in force.
  const room::LineWords& line_words();
  std::string refusal(Hook filter) const;

  PluginLimits limits_;
  ActionQueue queue_;
  Settings settings_;
  PluginChain chain_;
  // Cached until a file is loaded or unloaded.
  std::optional<room::LineWords> line_words_;
  // From the current request.
  bool refuse_ = false;
  // By the number of a plugin that failed to load: the events to refuse without it.
  std::map<uint32_t, ring::ClosedFilters> absent_;
  room::LineKind line_kind_ = room::LineKind::said;
  std::optional<ActionQueue::CurrentLine> current_line_;
  // A filter has taken over the line and posts it itself.
  bool taken_over_ = false;
  ring::Response response_;
};

}  // namespace moonroom::script

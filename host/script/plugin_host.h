// The inside of the worker: all plugins in their order, and what they make of each question.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ring/message.h"
#include "room/line_words.h"
#include "script/command_line.h"
#include "script/line.h"
#include "script/settings.h"

namespace moonroom::script {

class PluginHost {
 public:
  PluginHost(Witness witness, PluginLimits limits);

  ring::Answer answer(const ring::Question& question);

  /// For those who show the plugins and their order.
  const Line& line() const { return line_; }

 private:
  void judge(const room::Joining& joining);
  void judge(const room::Saying& saying);
  void judge(const room::Leaving& leaving);
  void judge(const room::Announcing& announcing);
  void judge(const room::TimerDue& timer);
  void judge(const room::Commanding& command);
  void judge(const room::JobDone& done);
  void judge(const room::Tended&) {}
  room::LineReading read(std::string_view text) const;
  void hear(const room::Saying& saying, std::string text);
  void command(Call call);
  void filter(Spoken& message);
  bool filter_text(const Plugin& owner, Call& call);
  void carry_out(Plugin& plugin, Call call);
  void say_failed(const Call& call, std::string_view key, std::string_view otherwise);
  void reply_failed(const Call& call, std::string_view why);
  bool reply(const Call& call, std::string_view text);

  void take(const ring::Load& file);
  void take_plugin(const ring::Load& file);
  void hand_over(Plugin* old, std::unique_ptr<Plugin> fresh);
  Value leave(Plugin& old, ring::UnloadReason why);
  void unload(uint32_t id, ring::UnloadReason why);
  void bench(const ring::BenchCommand& bench);
  void unload_all();
  void cancel_callbacks(const Plugin& plugin);
  void remember(const ring::Past& past);
  void work(const ring::Work& work);
  void hand_on_publications();
  void tell_subscribers(const Publication& publication, const std::string& publisher);

  void refuse(std::string_view reason);
  bool refuse_unjudged(const room::Event& event, Hook filter);
  bool refuse_failed(const Plugin& plugin, Hook hook, const std::string& what);
  bool refused(const Plugin& plugin, Hook hook, const Result<Plugin::Returned>& returned);
  template <class Call>
  void observe(Hook hook, const room::Occasion& occasion, Call call);
  void observed(const Plugin& plugin, Hook hook, const Result<Plugin::Returned>& returned);
  void post(const Plugin& plugin, Hook hook, const room::Occasion& occasion);
  void fault(const Plugin& plugin, std::string_view what, std::string_view command = {});
  /// Of the wording in force.
  const room::LineWords& line_words();
  std::string refusal(Hook filter) const;

  PluginLimits limits_;
  RoomView view_;
  Settings settings_;
  Line line_;
  // Until a file comes or goes.
  std::optional<room::LineWords> line_words_;
  // Of the question in hand.
  bool refuse_ = false;
  // What is refused because a plugin that would have to judge it did not load, by its number.
  std::map<uint32_t, ring::ClosedFilters> absent_;
  room::LineKind line_kind_ = room::LineKind::said;
  std::optional<RoomView::LineInHand> line_in_hand_;
  // A filter says the line itself.
  bool taken_over_ = false;
  ring::Answer answer_;
};

}  // namespace moonroom::script

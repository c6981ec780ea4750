// Helpers of the plugins' tests: a plugin host without a process, one function per event, and the
// verdict as one line of text:
//
//     load("echo", "return { on_message = function(m) room.say(m.text) end }");
//     join(1, "ada");
//     CHECK(say(1, "hi") == "post[all](hi)");
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "script/plugin_host.h"

namespace moonroom::support {

struct PluginHostFixture {
  std::vector<uint32_t> ran;
  script::PluginHost host;
  uint64_t number = 0;
  uint32_t next_id = 0;
  ring::Response last;

  explicit PluginHostFixture(const script::PluginLimits& limits = {32u << 20, false})
      : host({[this](uint32_t plugin) { ran.push_back(plugin); }, nullptr}, limits) {}

  std::string ask(ring::Task task, uint32_t without = UINT32_MAX) {
    last = host.handle(
        {++number, without, false, WallTime(std::chrono::seconds(1700000000)), std::move(task)});
    return words(last);
  }
  std::string load(const char* name, const char* source, ring::Role role = ring::Role::plugin) {
    return ask(
        ring::PluginSource{role, next_id++, name, std::string("plugins/") + name + ".lua", source});
  }
  std::string settings(const char* source) { return load("config", source, ring::Role::settings); }
  std::string join(room::MemberId id, const char* name,
                   room::NameConflict conflict = room::NameConflict::none) {
    return ask(room::Event(
        room::JoinEvent{id, name, {wire::v4_address({192, 168, 0, 1}), 1, {}}, conflict}));
  }
  std::string say(room::MemberId id, const char* text) {
    return ask(room::Event(room::MessageEvent{id, text, 7}));
  }
  std::string leave(room::MemberId id) {
    return ask(room::Event(room::LeaveEvent{id, room::LeaveReason::quit}));
  }
  std::string announce(const char* text) { return ask(room::Event(room::AnnouncementEvent{text})); }

  /// The answer to the administrator.
  std::string console(const char* line) {
    ask(room::Event(room::AdminCommandEvent{line}));
    return last.verdict.reason;
  }
  std::string job_done(uint32_t owner, uint32_t job, Value result, std::string wrong = "") {
    return ask(room::Event(room::JobDone{owner, job, std::move(wrong), std::move(result)}));
  }
  std::string unload(uint32_t id) { return ask(ring::Unload{id}); }

  static std::string words(const ring::Response& response) {
    std::string text = response.verdict.passed ? "" : "refused(" + response.verdict.reason + ") ";
    for (const auto& action : response.verdict.actions) text += word(action) + ' ';
    for (const auto& fault : response.faults)
      text += "fault(" + std::to_string(fault.plugin) + ") ";
    if (!text.empty()) text.pop_back();
    return text;
  }
  static std::string word(const room::Action& action) {
    if (const auto* post = std::get_if<room::Post>(&action)) {
      std::string to = post->audience.kind == room::Audience::Kind::everyone ? "all" : "";
      if (post->audience.kind == room::Audience::Kind::others) to = "others";
      for (const auto id : post->audience.members)
        to += (to.empty() ? "" : ",") + std::to_string(id);
      return "post[" + to + "](" + post->line + ")";
    }
    if (const auto* kick = std::get_if<room::Kick>(&action))
      return "kick(" + std::to_string(kick->who) + "," + kick->reason + ")";
    if (const auto* line = std::get_if<room::LogLine>(&action))
      return "log(" + line->text + "," + line->file + ")";
    if (const auto* timer = std::get_if<room::SetTimer>(&action))
      return "timer(" + std::to_string(timer->timer) + ")";
    if (const auto* mute = std::get_if<room::Mute>(&action))
      return "mute(" + std::to_string(mute->who) + "," + seconds(mute->length) + ")";
    if (const auto* ban = std::get_if<room::Ban>(&action))
      return std::string(ban->kind == room::Ban::Kind::name ? "ban(name " : "ban(address ") +
             ban->what + "," + seconds(ban->length) + "," + ban->reason + ")";
    if (const auto* keep = std::get_if<room::StorePut>(&action)) return "keep(" + keep->key + ")";
    if (const auto* job = std::get_if<room::StartJob>(&action))
      return "job(" + job->name + "," + std::to_string(job->job) + ")";
    return "cancel(" + std::to_string(std::get<room::Cancel>(action).callback) + ")";
  }
  static std::string seconds(Duration length) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(length).count());
  }
  std::string fault() const { return last.faults.empty() ? "" : last.faults.front().what; }
};

}  // namespace moonroom::support

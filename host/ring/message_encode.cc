#include <array>
#include <utility>

#include "base/bytes.h"
#include "base/overloaded.h"
#include "ring/message.h"

namespace moonroom::ring {
namespace {

void write(ByteWriter& out, const room::JoinEvent& joining) {
  out.number(joining.who);
  out.text(joining.name);
  out.text(to_string(joining.from.address));
  out.number(joining.from.port);
  out.number(joining.conflict);
}

void write(ByteWriter& out, const room::Event& event) {
  out.number(static_cast<uint8_t>(event.index()));
  std::visit(Overloaded{
                 [&](const room::JoinEvent& joining) { write(out, joining); },
                 [&](const room::MessageEvent& saying) {
                   out.number(saying.who);
                   out.text(saying.text);
                   out.number(saying.number);
                 },
                 [&](const room::LeaveEvent& leaving) {
                   out.number(leaving.who);
                   out.number(leaving.why);
                 },
                 [&](const room::AnnouncementEvent& announcing) { out.text(announcing.text); },
                 [&](const room::TimerDue& timer) {
                   out.number(timer.owner);
                   out.number(timer.timer);
                 },
                 [&](const room::AdminCommandEvent& call) { out.text(call.text); },
                 [&](const room::JobDone& done) {
                   out.number(done.owner);
                   out.number(done.job);
                   out.text(done.wrong);
                   out.value(done.result);
                 },
                 [](const room::WorkerActivity&) {},
             },
             event);
}

void write(ByteWriter& out, const room::Audience& audience) {
  out.number(audience.kind);
  out.number(static_cast<uint32_t>(audience.members.size()));
  for (const auto id : audience.members) out.number(id);
}

void write(ByteWriter& out, const room::Post& post) {
  out.text(post.kind);
  out.text(post.from);
  out.text(post.text);
  out.text(post.line);
  write(out, post.audience);
  out.number(static_cast<uint8_t>(post.keep));
}

void write(ByteWriter& out, const PluginSource& load) {
  out.number(load.role);
  out.number(load.id);
  out.text(load.name);
  out.text(load.path);
  out.text(load.source);
  out.value(load.stored);
  out.number(static_cast<uint8_t>(load.only_if_changed));
  out.value(load.saved);
  out.number(load.why);
  out.number(static_cast<uint8_t>(load.closed.join));
  out.number(static_cast<uint8_t>(load.closed.message));
  out.number(static_cast<uint32_t>(load.benched_commands.size()));
  for (const auto& command : load.benched_commands) out.text(command);
}

void write(ByteWriter& out, const HistorySync& past) {
  out.number(static_cast<uint32_t>(past.entries.size()));
  for (const auto& entry : past.entries) {
    out.number(entry.number);
    out.number(entry.time.time_since_epoch().count());
    write(out, entry.post);
  }
}

void write(ByteWriter& out, const Task& task) {
  out.number(static_cast<uint8_t>(task.index()));
  std::visit(Overloaded{
                 [&](const room::Event& event) { write(out, event); },
                 [&](const PluginSource& load) { write(out, load); },
                 [&](const Unload& unload) {
                   out.number(unload.id);
                   out.number(static_cast<uint8_t>(unload.why));
                 },
                 [&](const MemberSync& present) { write(out, present.member); },
                 [&](const HistorySync& past) { write(out, past); },
                 [](const Shutdown&) {},
                 [&](const RunJob& work) {
                   write(out, work.plugin);
                   out.text(work.name);
                   out.value(work.data);
                 },
                 [&](const BenchCommand& bench) {
                   out.number(bench.id);
                   out.text(bench.name);
                 },
             },
             task);
}

void write(ByteWriter& out, const room::Action& action) {
  out.number(static_cast<uint8_t>(action.index()));
  std::visit(Overloaded{
                 [&](const room::Post& post) { write(out, post); },
                 [&](const room::Kick& kick) {
                   out.number(kick.who);
                   out.text(kick.reason);
                 },
                 [&](const room::LogLine& line) {
                   out.number(line.owner);
                   out.text(line.text);
                   out.text(line.file);
                 },
                 [&](const room::SetTimer& timer) {
                   out.number(timer.owner);
                   out.number(timer.timer);
                   out.number(timer.after.count());
                   out.number(timer.every.count());
                 },
                 [&](const room::Cancel& wish) {
                   out.number(wish.owner);
                   out.number(wish.callback);
                 },
                 [&](const room::Mute& mute) {
                   out.number(mute.who);
                   out.number(mute.length.count());
                 },
                 [&](const room::Ban& ban) {
                   out.number(ban.kind);
                   out.text(ban.what);
                   out.number(ban.length.count());
                   out.text(ban.reason);
                 },
                 [&](const room::StorePut& keep) {
                   out.number(keep.owner);
                   out.text(keep.key);
                   out.value(keep.value);
                   out.number(static_cast<uint32_t>(keep.path.size()));
                   for (const auto& step : keep.path) out.value(step);
                 },
                 [&](const room::StartJob& job) {
                   out.number(job.owner);
                   out.number(job.job);
                   out.text(job.name);
                   out.value(job.data);
                 },
                 [](const room::ForgetCallbacks&) {},
                 [](const room::Lifecycle&) {},
             },
             action);
}

}  // namespace

std::string_view to_string(UnloadReason why) {
  constexpr std::array<std::string_view, 5> kWords = {"changed", "removed", "benched", "upgrade",
                                                      "restart"};
  return kWords.at(static_cast<size_t>(why));
}

std::string_view to_string(LoadReason why) {
  constexpr std::array<std::string_view, 5> kWords = {"new", "changed", "upgrade", "restart",
                                                      "crash"};
  return kWords.at(static_cast<size_t>(why));
}

void encode(const Request& request, std::string& out) {
  out.clear();
  ByteWriter writer(out);
  writer.number(request.number);
  writer.number(request.without);
  writer.number(static_cast<uint8_t>(request.refuse));
  writer.number(request.time.time_since_epoch().count());
  write(writer, request.task);
  writer.number(request.line);
}

void encode(const Response& response, std::string& out) {
  out.clear();
  ByteWriter writer(out);
  writer.number(response.number);
  writer.number(static_cast<uint8_t>(response.verdict.passed));
  writer.number(static_cast<uint8_t>(response.verdict.command));
  writer.text(response.verdict.reason);
  writer.number(static_cast<uint32_t>(response.verdict.actions.size()));
  for (const auto& action : response.verdict.actions) write(writer, action);
  writer.number(static_cast<uint32_t>(response.faults.size()));
  for (const auto& fault : response.faults) {
    writer.number(fault.plugin);
    writer.text(fault.what);
    writer.text(fault.command);
    writer.number(static_cast<uint8_t>(fault.of_old_version));
  }
  writer.number(static_cast<uint32_t>(response.filter_effects.size()));
  for (const auto& mark : response.filter_effects) {
    writer.number(mark.plugin);
    writer.number(mark.kind);
    writer.text(mark.text);
  }
  writer.value(response.details);
}

}  // namespace moonroom::ring

#include "app/errands.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/overloaded.h"
#include "wire/text.h"

namespace moonroom::app {
namespace {

// A script and a plugin may have the same name.
std::string data_name(const ring::Load& file) {
  return file.name + (file.role == ring::Role::script ? ".script" : ".plugin");
}

// No file's name has a slash in it, so that no plugin's own data is stored under this.
std::string life_name(const ring::Load& file) {
  return data_name(file) + "/life";
}

constexpr const char* kLife = "life";

template <class Item>
void move_to(std::vector<Item>& to, std::vector<Item>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void Errands::take(relay::Relay& relay, Moment now) {
  auto effects = relay.drain_effects();
  for (const auto& change : effects.changes) means_.store.record(change);
  for (const auto& wish : effects.store_puts) keep(wish);
  for (const auto& life : effects.lifecycles) remember(life);
  move_to(waiting_.requests, effects.requests);
  move_to(waiting_.replies, effects.replies);
  move_to(waiting_.notices, effects.notices);
  append_new();
  means_.store.counters(means_.state.room.last(), means_.state.lines_said);
  means_.store.sent(sent_);
  noted_ = sent_;
  commit(now);
}

void Errands::append_new() {
  const auto& log = means_.state.log;
  for (const auto& entry : log.after(appended_)) means_.store.append(entry);
  appended_ = log.last();
}

void Errands::keep(const room::Keep& wish) {
  const auto& plugins = means_.judge.plugins().all();
  if (wish.owner < plugins.size()) means_.store.keep(data_name(plugins[wish.owner].file), wish);
}

std::string_view Errands::name_of(uint32_t owner) const {
  const auto& plugins = means_.judge.plugins().all();
  return owner < plugins.size() ? std::string_view(plugins[owner].file.name) : "unknown plugin";
}

void Errands::remember(const room::Lifecycle& life) {
  const auto& plugins = means_.judge.plugins().all();
  if (life.owner < plugins.size())
    means_.store.keep(life_name(plugins[life.owner].file), kLife, life.record);
}

// Said once, not once a turn.
void Errands::commit(Moment now) {
  const auto done = means_.store.commit(now.trusted);
  auto problem = done ? std::string() : done.error().what;
  if (problem == commit_problem_) return;
  if (problem.empty())
    means_.log.information("the disk takes what is to be kept again");
  else
    means_.log.error("the room goes on from memory: " + problem);
  commit_problem_ = std::move(problem);
}

void Errands::run(Moment now) {
  auto effects = std::exchange(waiting_, {});
  for (const auto& notice : effects.notices) means_.log.warning(notice);
  for (const auto& request : effects.requests) run(request, now);
  for (const auto& reply : effects.replies)
    means_.consoles.reply(wire::visible_lines(reply.text), reply.has_failed);
  means_.log.flush();
}

void Errands::run(const relay::PluginRequest& request, Moment now) {
  std::visit(
      Overloaded{
          [&](const room::LogLine& line) { means_.log.plugin_line(name_of(line.owner), line); },
          [&](const room::StartJob& job) { means_.desk.start(job, now); },
          [&](const room::Cancel& wish) { means_.desk.cancel(wish); },
          [&](const room::ForgetCallbacks&) { means_.desk.cancel_all(); },
      },
      request);
}

Value Errands::kept_by(const ring::Load& file) {
  return means_.store.kept(data_name(file));
}

void Errands::inherit(ring::Load& file) {
  file.kept = kept_by(file);
  const auto life = means_.store.kept(life_name(file));
  const auto* record = life.field(kLife);
  ring::inherit(file, record ? *record : Value());
}

}  // namespace moonroom::app

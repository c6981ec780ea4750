#include "server/effect_runner.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/overloaded.h"
#include "ring/plugin_lifecycle.h"

namespace moonroom::server {
namespace {

// A script and a plugin can have the same name.
std::string data_name(const ring::PluginSource& file) {
  return file.name + (file.role == ring::Role::script ? ".script" : ".plugin");
}

// File names have no slash, so this cannot collide with a plugin's own data.
std::string life_name(const ring::PluginSource& file) {
  return data_name(file) + "/life";
}

constexpr const char* kLife = "life";

// Delay of the commit that records a turn's entries as sent, if no later turn commits.
constexpr auto kSettling = std::chrono::milliseconds(20);

// A failing disk is tried again.
constexpr auto kBetweenCommits = std::chrono::seconds(2);

template <class Item>
void move_to(std::vector<Item>& to, std::vector<Item>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void EffectRunner::collect(relay::Relay& relay, Moment now) {
  auto effects = relay.drain_effects();
  for (const auto& change : effects.changes) uses_.store.record(change);
  for (const auto& wish : effects.store_puts) put(wish);
  for (const auto& life : effects.lifecycles) remember(life);
  move_to(waiting_.requests, effects.requests);
  move_to(waiting_.results, effects.results);
  move_to(waiting_.notices, effects.notices);
  append_new();
  uses_.store.counters(uses_.state.room.last_id(), uses_.state.lines_said);
  uses_.store.sent(sent_);
  noted_ = sent_;
  commit(now);
}

void EffectRunner::append_new() {
  const auto& log = uses_.state.log;
  for (const auto& entry : log.after(appended_)) uses_.store.append(entry);
  appended_ = log.last();
}

void EffectRunner::put(const room::StorePut& wish) {
  const auto& plugins = uses_.judge.plugins().all();
  if (wish.owner < plugins.size()) uses_.store.put(data_name(plugins[wish.owner].file), wish);
}

std::string_view EffectRunner::name_of(uint32_t owner) const {
  const auto& plugins = uses_.judge.plugins().all();
  return owner < plugins.size() ? std::string_view(plugins[owner].file.name) : "unknown plugin";
}

void EffectRunner::remember(const room::Lifecycle& life) {
  const auto& plugins = uses_.judge.plugins().all();
  if (life.owner < plugins.size())
    uses_.store.put(life_name(plugins[life.owner].file), kLife, life.record);
}

// Logged once, not once a turn.
void EffectRunner::commit(Moment now) {
  const auto done = uses_.store.commit(now.trusted);
  auto problem = done ? std::string() : done.error().what;
  if (problem == commit_problem_) return;
  if (problem.empty())
    uses_.log.information("the disk takes what is to be kept again");
  else
    uses_.log.error("the room goes on from memory: " + problem);
  commit_problem_ = std::move(problem);
}

void EffectRunner::run(Moment now) {
  auto effects = std::exchange(waiting_, {});
  for (const auto& notice : effects.notices) uses_.log.warning(notice);
  for (const auto& request : effects.requests) run(request, now);
  for (const auto& result : effects.results) uses_.consoles.on_result(result, now);
  uses_.log.flush();
}

void EffectRunner::run(const relay::PluginRequest& request, Moment now) {
  std::visit(
      Overloaded{
          [&](const room::LogLine& line) { uses_.log.plugin_line(name_of(line.owner), line); },
          [&](const room::StartJob& job) { uses_.job_dispatcher.start(job, now); },
          [&](const room::Cancel& wish) { uses_.job_dispatcher.cancel(wish); },
          [&](const room::ForgetCallbacks&) { uses_.job_dispatcher.cancel_all(); },
      },
      request);
}

std::optional<SteadyTime> EffectRunner::next_due(SteadyTime now) const {
  if (noted_ != sent_) return now + kSettling;
  return commit_problem_.empty() ? std::nullopt : std::optional(now + kBetweenCommits);
}

Value EffectRunner::stored_data_of(const ring::PluginSource& file) {
  return uses_.store.plugin_data(data_name(file));
}

void EffectRunner::inherit(ring::PluginSource& file) {
  file.stored = stored_data_of(file);
  const auto life = uses_.store.plugin_data(life_name(file));
  const auto* record = life.field(kLife);
  ring::inherit(file, record ? *record : Value());
}

}  // namespace moonroom::server

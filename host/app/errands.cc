#include "app/errands.h"

#include <algorithm>
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

}  // namespace

void Errands::take(relay::Relay& relay, Moment now) {
  for (auto& errand : relay.take_errands()) {
    if (const auto* wish = std::get_if<room::Keep>(&errand))
      keep(*wish);
    else if (const auto* life = std::get_if<room::Lifecycle>(&errand))
      remember(*life);
    else if (const auto* record = std::get_if<room::Record>(&errand))
      means_.store.record(*record);
    else
      waiting_.push_back(std::move(errand));
  }
  append_new(relay.log());
  means_.store.counters(relay.room().last(), relay.said());
  means_.store.sent(sent_);
  noted_ = sent_;
  commit(now);
}

void Errands::append_new(const room::Log& log) {
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
  for (const auto& errand : std::exchange(waiting_, {}))
    std::visit(
        Overloaded{
            [&](const room::LogLine& line) { means_.log.plugin_line(name_of(line.owner), line); },
            [&](const room::StartJob& job) { means_.desk.start(job, now); },
            [&](const room::Cancel& wish) { means_.desk.cancel(wish); },
            [&](const room::ForgetCallbacks&) { means_.desk.cancel_all(); },
            [&](const relay::AdminNotice& notice) { means_.log.warning(notice.text); },
            [&](const relay::Reply& reply) {
              means_.consoles.reply(wire::visible_lines(reply.text), reply.has_failed);
            },
            [](const room::Keep&) {},
            [](const room::Lifecycle&) {},
            [](const room::Record&) {},
        },
        errand);
  means_.log.flush();
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

#include "ring/plugin_loads.h"

#include <fmt/format.h>

#include <algorithm>

#include "ring/plugin_lifecycle.h"
#include "room/host_messages.h"

namespace moonroom::ring {

void PluginLoads::begin(std::vector<PluginSource> files) {
  for (auto& file : files) {
    const bool is_wording = file.role == Role::wording;
    if (add_version(file) && is_wording) ++wordings_awaited_;
  }
}

// False when there is nothing to load; else `file` is the version to load.
bool PluginLoads::add_version(PluginSource& file) {
  if (!file.problem.empty()) {
    parts_.notes.error(parts_.plugins.mark_unreadable(std::move(file)));
    return false;
  }
  file = parts_.plugins.add_version(std::move(file));
  return true;
}

void PluginLoads::add(PluginSource file) {
  if (!add_version(file)) return;
  requested_.insert_or_assign(file.id, file.source);
  queue_.push_back(std::move(file));
}

std::vector<Task> PluginLoads::next(const PendingRequests& pending) {
  std::vector<Task> tasks;
  const bool is_loading = !pending.empty() && pending.front().number <= loading_;
  if (is_loading || queue_.empty()) return tasks;
  const bool has_dependents = is_words(queue_.front().role);
  tasks.emplace_back(std::move(queue_.front()));
  queue_.pop_front();
  if (has_dependents) add_dependents(tasks);
  return tasks;
}

// The worker skips plugins whose settings have not changed, except failed ones: the settings can be
// the reason.
void PluginLoads::add_dependents(std::vector<Task>& tasks) {
  for (auto& plugin : parts_.plugins.all()) {
    if (is_words(plugin.file.role) || plugin.state == State::benched ||
        plugin.state == State::gone || !plugin.file.problem.empty())
      continue;
    if (plugin.state == State::failed) {
      plugin.state = State::loading;
      plugin.reason.clear();
    }
    PluginSource again = plugin.wanted ? *plugin.wanted : plugin.file;
    again.only_if_changed = true;
    tasks.emplace_back(std::move(again));
  }
}

std::vector<Task> PluginLoads::remove(std::string_view path) {
  std::vector<Task> tasks;
  for (auto& plugin : parts_.plugins.all()) {
    if (plugin.file.path != path || plugin.state == State::gone) continue;
    plugin.state = State::gone;
    plugin.wanted.reset();
    std::erase_if(queue_, [&](const PluginSource& file) { return file.id == plugin.file.id; });
    report_lifecycle(plugin, Value());
    tasks.emplace_back(Unload{plugin.file.id, UnloadReason::removed});
    parts_.notes.information(fmt::format("{} is gone and has been unloaded", path));
  }
  return tasks;
}

void PluginLoads::begin_shutdown(LoadReason why) {
  shutdown_ = why;
  queue_.clear();
}

std::vector<Task> PluginLoads::shutdown_tasks() const {
  std::vector<Task> tasks;
  const auto& all = parts_.plugins.all();
  const auto why = shutdown_ == LoadReason::upgrade ? UnloadReason::upgrade : UnloadReason::restart;
  for (auto plugin = all.rbegin(); plugin != all.rend(); ++plugin)
    if (!is_words(plugin->file.role) && plugin->state != State::gone &&
        plugin->state != State::failed && plugin->state != State::benched)
      tasks.emplace_back(Unload{plugin->file.id, why});
  tasks.emplace_back(Shutdown{});
  return tasks;
}

void PluginLoads::on_loaded(const PluginSource& file, Response& response) {
  if (file.role == Role::wording && wordings_awaited_ > 0) --wordings_awaited_;
  const auto problem = parts_.plugins.loaded(file, response.verdict.passed, response.verdict.reason,
                                             std::move(response.details));
  const bool is_requested = take_requested(file);
  if (!problem.empty()) return parts_.notes.error(problem);
  const auto* plugin = parts_.plugins.find(file.id);
  if (!plugin || plugin->state != State::on || !response.verdict.passed) return;
  if (is_requested) parts_.notes.information(file.path + " is live");
  if (!is_words(file.role))
    report_lifecycle(*plugin, to_value({std::nullopt, {}, plugin->closed()}));
  if (file.role == Role::wording)
    parts_.state.host_messages = room::host_messages_of(plugin->details);
}

bool PluginLoads::take_requested(const PluginSource& file) {
  const auto found = requested_.find(file.id);
  if (found == requested_.end() || found->second != file.source) return false;
  requested_.erase(found);
  return true;
}

// The next version gets what this one returned: in this host, or after shutdown in the next.
void PluginLoads::on_unloaded(const Unload& task, Response& response) {
  auto* plugin = parts_.plugins.find(task.id);
  if (!plugin || plugin->state == State::gone) return;
  const auto closed = plugin->closed();
  report_lifecycle(*plugin,
                   to_value({shutdown_.value_or(LoadReason::restart), response.details, closed}));
  parts_.plugins.unloaded(*plugin, std::move(response.details),
                          shutdown_.value_or(LoadReason::changed));
}

// Only scripts and plugins have a lifecycle.
void PluginLoads::report_lifecycle(const PluginEntry& plugin, const Value& record) {
  if (!is_words(plugin.file.role)) parts_.verdicts.act({room::Lifecycle{plugin.file.id, record}});
}

}  // namespace moonroom::ring

#include "server/job_dispatcher.h"

#include <fmt/format.h>

#include <utility>

#include "text/text.h"

namespace moonroom::server {
namespace {

// One sentence that plugins can pass on; the traceback after it must not reach members.
constexpr size_t kMaxJobReason = 1024;

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

void fill_in(room::JobDone& done, const Result<std::string>& result) {
  if (!result) {
    done.wrong = result.error().what;
    return;
  }
  ring::Response response;
  if (!ring::decode(*result, response))
    done.wrong = "the job sent a malformed result";
  else if (response.verdict.passed)
    done.result = std::move(response.details);
  else
    done.wrong = text::shortened(text::visible(first_line(response.verdict.reason)), kMaxJobReason);
}

}  // namespace

JobDispatcher::JobDispatcher(const ring::WorkerSettings& settings, size_t processes,
                             const ring::WorkerJudge& judge)
    : judge_(judge), settings_(settings), pool_(settings.program, {processes}) {}

std::string JobDispatcher::request_for(const room::StartJob& job, const ring::PluginSource& plugin,
                                       Moment now) const {
  ring::JobRequest order{settings_.plugin_memory, settings_.open_libraries, {}};
  const auto add = [&](ring::Task task) {
    order.requests.push_back({0, ring::kNobody, false, now.wall, std::move(task)});
  };
  for (const auto& record : judge_.plugins().all()) {
    if (is_words(record.file.role)) add(record.file);
  }
  ring::RunJob work{plugin, job.name, job.data};
  work.plugin.stored = Table{};
  add(std::move(work));
  std::string bytes;
  encode(order, bytes);
  return bytes;
}

void JobDispatcher::start(const room::StartJob& job, Moment now) {
  const auto& plugins = judge_.plugins().all();
  if (job.owner >= plugins.size()) return;
  const auto& plugin = plugins[job.owner].file;
  if (!pool_.submit({++last_id_, request_for(job, plugin, now)}, now)) {
    rejected_.push_back({job.owner, job.job, "too many jobs wait already", {}});
    return;
  }
  open_[last_id_] = {job.owner, job.job,
                     fmt::format("{} of {}", text::visible(job.name), plugin.path)};
}

void JobDispatcher::cancel(const room::Cancel& wish) {
  for (auto it = open_.begin(); it != open_.end(); ++it) {
    if (it->second.owner != wish.owner || it->second.job != wish.callback) continue;
    pool_.cancel(it->first);
    open_.erase(it);
    return;
  }
}

void JobDispatcher::cancel_all() {
  for (const auto& [id, effect] : open_) pool_.cancel(id);
  open_.clear();
  rejected_.clear();
}

std::vector<room::JobDone> JobDispatcher::watch(Moment now) {
  pool_.watch(now);
  auto all = std::exchange(rejected_, {});
  while (auto done = pool_.next()) {
    const auto effect = open_.find(done->id);
    if (effect == open_.end()) continue;
    room::JobDone told{effect->second.owner, effect->second.job, {}, {}};
    fill_in(told, done->result);
    open_.erase(effect);
    all.push_back(std::move(told));
  }
  return all;
}

std::string JobDispatcher::title(uint64_t id) const {
  const auto effect = open_.find(id);
  return effect == open_.end() ? "a job" : effect->second.title;
}

}  // namespace moonroom::server

#include "app/job_desk.h"

#include <fmt/format.h>

#include <utility>

#include "ring/work_order.h"
#include "wire/text.h"

namespace moonroom::app {
namespace {

// One sentence for plugins to pass on; the traceback behind it is not for members' eyes.
constexpr size_t kMaxReason = 1024;

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

void fill_in(room::JobDone& done, const Result<std::string>& result) {
  if (!result) {
    done.wrong = result.error().what;
    return;
  }
  ring::Answer answer;
  if (!ring::decode_answer(*result, answer))
    done.wrong = "the job wrote what no job writes";
  else if (answer.verdict.passed)
    done.result = std::move(answer.details);
  else
    done.wrong = wire::shortened(wire::visible(first_line(answer.verdict.reason)), kMaxReason);
}

}  // namespace

JobDesk::JobDesk(const ring::WorkerSettings& settings, size_t processes,
                 const ring::WorkerJudge& judge)
    : judge_(judge), settings_(settings), pool_(settings.program, {processes}) {}

std::string JobDesk::order_for(const room::StartJob& job, const ring::Load& plugin,
                               Moment now) const {
  ring::WorkOrder order{settings_.plugin_memory, settings_.open_libraries, {}};
  const auto add = [&](ring::Task task) {
    order.questions.push_back({0, ring::kNobody, false, now.wall, std::move(task)});
  };
  for (const auto& record : judge_.plugins().all()) {
    if (is_words(record.file.role)) add(record.file);
  }
  ring::Work work{plugin, job.name, job.data};
  work.plugin.kept = Table{};
  add(std::move(work));
  return encode(order);
}

void JobDesk::start(const room::StartJob& job, Moment now) {
  const auto& plugins = judge_.plugins().all();
  if (job.owner >= plugins.size()) return;
  const auto& plugin = plugins[job.owner].file;
  if (!pool_.submit({++last_id_, order_for(job, plugin, now)}, now)) {
    turned_away_.push_back({job.owner, job.job, "too many jobs wait already", {}});
    return;
  }
  open_[last_id_] = {job.owner, job.job,
                     fmt::format("{} of {}", wire::visible(job.name), plugin.path)};
}

void JobDesk::cancel(const room::Cancel& wish) {
  for (auto it = open_.begin(); it != open_.end(); ++it) {
    if (it->second.owner != wish.owner || it->second.job != wish.callback) continue;
    pool_.cancel(it->first);
    open_.erase(it);
    return;
  }
}

void JobDesk::cancel_all() {
  for (const auto& [id, errand] : open_) pool_.cancel(id);
  open_.clear();
  turned_away_.clear();
}

std::vector<room::JobDone> JobDesk::watch(Moment now) {
  pool_.watch(now);
  auto all = std::exchange(turned_away_, {});
  while (auto done = pool_.next()) {
    const auto errand = open_.find(done->id);
    if (errand == open_.end()) continue;
    room::JobDone told{errand->second.owner, errand->second.job, {}, {}};
    fill_in(told, done->result);
    open_.erase(errand);
    all.push_back(std::move(told));
  }
  return all;
}

std::string JobDesk::title(uint64_t id) const {
  const auto errand = open_.find(id);
  return errand == open_.end() ? "a job" : errand->second.title;
}

}  // namespace moonroom::app

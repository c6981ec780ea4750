#include "author/local_judge.h"

#include <algorithm>

namespace moonroom::author {

LocalJudge::LocalJudge(const script::PluginLimits& limits)
    : limits_(limits), host_({[](uint32_t) {}, nullptr}, limits) {}

ring::Answer LocalJudge::ask(ring::Task task, Moment now) {
  auto answer = host_.answer({++number_, ring::kNobody, false, now.wall, std::move(task)});
  for (const auto& fault : answer.faults)
    faults_.push_back(path_of(fault.plugin) + ": " + fault.what);
  return answer;
}

std::string LocalJudge::path_of(uint32_t id) const {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [id](const ring::Load& file) { return file.id == id; });
  return found == files_.end() ? "the plugins" : found->path;
}

Result<void> LocalJudge::take(const ring::Load& file, Moment now) {
  auto answer = ask(file, now);
  if (!answer.verdict.passed) return problem(answer.verdict.reason);
  if (file.role == ring::Role::wording) phrases_ = room::phrases_of(answer.details);
  judged_.push_back({room::Tended{}, std::move(answer.verdict)});
  return {};
}

// As in a real room, whoever's settings have changed begins again with them.
Result<void> LocalJudge::load(const ring::Load& file, Moment now) {
  std::erase_if(files_, [&](const ring::Load& known) { return known.id == file.id; });
  files_.push_back(file);
  auto taken = take(file, now);
  if (!taken || !is_words(file.role)) return taken;
  for (auto dependent : files_) {
    if (is_words(dependent.role)) continue;
    dependent.only_if_changed = true;
    if (taken = take(dependent, now); !taken) return taken;
  }
  return {};
}

Result<void> LocalJudge::load_again(std::string_view name, Moment now) {
  for (const auto& file : files_)
    if (file.name == name && !is_words(file.role)) return take(file, now);
  return problem("there is no plugin " + std::string(name));
}

void LocalJudge::unload(uint32_t id, Moment now) {
  judged_.push_back({room::Tended{}, ask(ring::Unload{id}, now).verdict});
}

room::JobDone LocalJudge::work(const room::StartJob& job, Moment now) {
  script::PluginHost process({[](uint32_t) {}, nullptr}, limits_);
  ring::Answer answer;
  for (const auto& file : files_) {
    if (is_words(file.role)) answer = process.answer({0, ring::kNobody, false, now.wall, file});
  }
  for (const auto& file : files_)
    if (file.id == job.owner)
      answer =
          process.answer({0, ring::kNobody, false, now.wall, ring::Work{file, job.name, job.data}});
  const auto wrong = answer.verdict.passed ? std::string() : answer.verdict.reason;
  return {job.owner, job.job, wrong, answer.verdict.passed ? answer.details : Value()};
}

void LocalJudge::submit(const room::Event& event, Moment now) {
  auto answer = ask(event, now);
  judged_.push_back({event, std::move(answer.verdict)});
}

const room::Judged* LocalJudge::next() {
  if (judged_.empty()) return nullptr;
  latest_ = std::move(judged_.front());
  judged_.pop_front();
  return &latest_;
}

}  // namespace moonroom::author

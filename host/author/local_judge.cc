#include "author/local_judge.h"

#include <algorithm>

#include "script/time_limit.h"

namespace moonroom::author {
namespace {

std::unique_ptr<script::PluginHost> fresh_host(const script::PluginLimits& limits) {
  return std::make_unique<script::PluginHost>(script::Witness{[](uint32_t) {}, nullptr}, limits);
}

// As many as a worker is told of that starts late.
constexpr size_t kPast = 5 * ring::kMostPast;

}  // namespace

LocalJudge::LocalJudge(const script::PluginLimits& limits, room::RoomState& state)
    : limits_(limits), state_(state), host_(fresh_host(limits)) {}

ring::Answer LocalJudge::ask(ring::Task task, Moment now) {
  auto answer = host_->answer({++number_, ring::kNobody, false, now.wall, std::move(task)});
  for (const auto& fault : answer.faults)
    faults_.push_back(path_of(fault.plugin) + ": " + fault.what);
  for (const auto& action : answer.verdict.actions)
    if (const auto* keep = std::get_if<room::Keep>(&action)) remember(*keep);
  return answer;
}

// For the process that comes after this one.
void LocalJudge::remember(const room::Keep& keep) {
  auto* file = find(keep.owner);
  if (file) room::apply(keep, std::get<Table>(file->kept.data));
}

ring::Load* LocalJudge::find(uint32_t id) {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [id](const ring::Load& file) { return file.id == id; });
  return found == files_.end() ? nullptr : &*found;
}

std::string LocalJudge::path_of(uint32_t id) const {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [id](const ring::Load& file) { return file.id == id; });
  return found == files_.end() ? "the plugins" : found->path;
}

Result<void> LocalJudge::take(const ring::Load& file, Moment now) {
  auto answer = ask(file, now);
  if (!answer.verdict.passed) return problem(answer.verdict.reason);
  if (file.role == ring::Role::wording) state_.phrases = room::phrases_of(answer.details);
  judged_.push_back({room::Tended{}, std::move(answer.verdict)});
  return {};
}

// As in a real room, whoever's settings have changed begins again with them.
Result<void> LocalJudge::load(const ring::Load& file, Moment now) {
  auto version = file;
  if (const auto* known = find(file.id)) version.kept = known->kept;
  std::erase_if(files_, [&](const ring::Load& known) { return known.id == file.id; });
  files_.push_back(version);
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

Result<void> LocalJudge::take_away(std::string_view name, Moment now) {
  const auto file = std::find_if(files_.begin(), files_.end(), [&](const ring::Load& each) {
    return each.name == name && !is_words(each.role);
  });
  if (file == files_.end()) return problem("there is no plugin " + std::string(name));
  const auto id = file->id;
  judged_.push_back(
      {room::Tended{}, ask(ring::Unload{id, ring::UnloadReason::removed}, now).verdict});
  std::erase_if(files_, [&](const ring::Load& each) { return each.id == id; });
  return {};
}

Result<void> LocalJudge::start_again(ring::LoadReason why, Moment now) {
  unload_all(why, now);
  host_ = fresh_host(limits_);
  judged_.push_back({room::Tended{}, {true, {}, {room::ForgetCallbacks{}}}});
  std::stable_sort(files_.begin(), files_.end(),
                   [](const ring::Load& a, const ring::Load& b) { return a.role < b.role; });
  bool told = false;
  // `take` changes what the files keep, so they are copied.
  for (const auto& file : std::vector<ring::Load>(files_)) {
    if (!is_words(file.role) && !std::exchange(told, true)) {
      for (auto& member : state_.room.let_in()) ask(ring::Present{std::move(member)}, now);
      const auto latest = state_.log.latest(kPast);
      ask(ring::Past{std::vector<room::Entry>(latest.begin(), latest.end())}, now);
    }
    if (auto taken = take(file, now); !taken) return taken;
  }
  return {};
}

void LocalJudge::unload_all(ring::LoadReason why, Moment now) {
  for (auto file = files_.rbegin(); file != files_.rend(); ++file) {
    file->why = why;
    file->saved = Value();
    if (why == ring::LoadReason::crash || is_words(file->role)) continue;
    auto answer =
        ask(ring::Unload{file->id, why == ring::LoadReason::upgrade ? ring::UnloadReason::upgrade
                                                                    : ring::UnloadReason::restart},
            now);
    file->saved = std::move(answer.details);
    judged_.push_back({room::Tended{}, std::move(answer.verdict)});
  }
}

room::JobDone LocalJudge::work(const room::StartJob& job, Moment now) {
  auto limits = limits_;
  if (limits.call_time != Duration::zero()) limits.call_time = script::kJobTime;
  script::PluginHost process({[](uint32_t) {}, nullptr}, limits);
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

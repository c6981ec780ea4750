#include "author/local_judge.h"

#include <algorithm>

#include "script/time_limit.h"

namespace moonroom::author {
namespace {

std::unique_ptr<script::PluginHost> fresh_host(const script::PluginLimits& limits) {
  return std::make_unique<script::PluginHost>(script::CallObserver{[](uint32_t) {}, nullptr},
                                              limits);
}

// As many as a worker gets that starts late.
constexpr size_t kPast = 5 * ring::kMaxHistory;

}  // namespace

LocalJudge::LocalJudge(const script::PluginLimits& limits, room::RoomState& state)
    : limits_(limits), state_(state), host_(fresh_host(limits)) {}

ring::Response LocalJudge::send_request(ring::Task task, Moment now) {
  auto response = host_->handle({++number_, ring::kNobody, false, now.wall, std::move(task)});
  for (const auto& fault : response.faults)
    faults_.push_back(path_of(fault.plugin) + ": " + fault.what);
  for (const auto& action : response.verdict.actions)
    if (const auto* keep = std::get_if<room::StorePut>(&action)) remember(*keep);
  return response;
}

// Mirrors the store for the next PluginHost.
void LocalJudge::remember(const room::StorePut& keep) {
  auto* file = find(keep.owner);
  if (file) room::apply(keep, std::get<Table>(file->stored.data));
}

ring::PluginSource* LocalJudge::find(uint32_t id) {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [id](const ring::PluginSource& file) { return file.id == id; });
  return found == files_.end() ? nullptr : &*found;
}

std::string LocalJudge::path_of(uint32_t id) const {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [id](const ring::PluginSource& file) { return file.id == id; });
  return found == files_.end() ? "the plugins" : found->path;
}

Result<void> LocalJudge::load_source(const ring::PluginSource& file, Moment now) {
  auto response = send_request(file, now);
  if (!response.verdict.passed) return problem(response.verdict.reason);
  if (file.role == ring::Role::wording)
    state_.host_messages = room::host_messages_of(response.details);
  judged_.push_back({room::WorkerActivity{}, std::move(response.verdict)});
  return {};
}

// As in a real room, plugins whose settings have changed are loaded again.
Result<void> LocalJudge::load(const ring::PluginSource& file, Moment now) {
  auto version = file;
  if (const auto* known = find(file.id)) version.stored = known->stored;
  std::erase_if(files_, [&](const ring::PluginSource& known) { return known.id == file.id; });
  files_.push_back(version);
  auto taken = load_source(file, now);
  if (!taken || !is_words(file.role)) return taken;
  for (auto dependent : files_) {
    if (is_words(dependent.role)) continue;
    dependent.only_if_changed = true;
    if (taken = load_source(dependent, now); !taken) return taken;
  }
  return {};
}

Result<void> LocalJudge::load_again(std::string_view name, Moment now) {
  for (const auto& file : files_)
    if (file.name == name && !is_words(file.role)) return load_source(file, now);
  return problem("there is no plugin " + std::string(name));
}

Result<void> LocalJudge::remove_file(std::string_view name, Moment now) {
  const auto file = std::find_if(files_.begin(), files_.end(), [&](const ring::PluginSource& each) {
    return each.name == name && !is_words(each.role);
  });
  if (file == files_.end()) return problem("there is no plugin " + std::string(name));
  const auto id = file->id;
  judged_.push_back({room::WorkerActivity{},
                     send_request(ring::Unload{id, ring::UnloadReason::removed}, now).verdict});
  std::erase_if(files_, [&](const ring::PluginSource& each) { return each.id == id; });
  return {};
}

Result<void> LocalJudge::start_again(ring::LoadReason why, Moment now) {
  unload_all(why, now);
  host_ = fresh_host(limits_);
  judged_.push_back({room::WorkerActivity{}, {true, {}, {room::ForgetCallbacks{}}}});
  std::stable_sort(
      files_.begin(), files_.end(),
      [](const ring::PluginSource& a, const ring::PluginSource& b) { return a.role < b.role; });
  bool told = false;
  // A copy, because `load_source` changes `files_`.
  for (const auto& file : std::vector<ring::PluginSource>(files_)) {
    if (!is_words(file.role) && !std::exchange(told, true)) {
      for (auto& member : state_.room.admitted())
        send_request(ring::MemberSync{std::move(member)}, now);
      const auto latest = state_.log.latest(kPast);
      send_request(ring::HistorySync{std::vector<room::Entry>(latest.begin(), latest.end())}, now);
    }
    if (auto taken = load_source(file, now); !taken) return taken;
  }
  return {};
}

void LocalJudge::unload_all(ring::LoadReason why, Moment now) {
  for (auto file = files_.rbegin(); file != files_.rend(); ++file) {
    file->why = why;
    file->saved = Value();
    if (why == ring::LoadReason::crash || is_words(file->role)) continue;
    auto response = send_request(
        ring::Unload{file->id, why == ring::LoadReason::upgrade ? ring::UnloadReason::upgrade
                                                                : ring::UnloadReason::restart},
        now);
    file->saved = std::move(response.details);
    judged_.push_back({room::WorkerActivity{}, std::move(response.verdict)});
  }
}

room::JobDone LocalJudge::work(const room::StartJob& job, Moment now) {
  auto limits = limits_;
  if (limits.call_time != Duration::zero()) limits.call_time = script::kJobTime;
  script::PluginHost process({[](uint32_t) {}, nullptr}, limits);
  ring::Response response;
  for (const auto& file : files_) {
    if (is_words(file.role)) response = process.handle({0, ring::kNobody, false, now.wall, file});
  }
  for (const auto& file : files_)
    if (file.id == job.owner)
      response = process.handle(
          {0, ring::kNobody, false, now.wall, ring::RunJob{file, job.name, job.data}});
  const auto wrong = response.verdict.passed ? std::string() : response.verdict.reason;
  return {job.owner, job.job, wrong, response.verdict.passed ? response.details : Value()};
}

void LocalJudge::submit(const room::Event& event, Moment now) {
  auto response = send_request(event, now);
  judged_.push_back({event, std::move(response.verdict)});
}

const room::Judged* LocalJudge::next() {
  if (judged_.empty()) return nullptr;
  latest_ = std::move(judged_.front());
  judged_.pop_front();
  return &latest_;
}

}  // namespace moonroom::author

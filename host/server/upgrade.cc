#include "server/upgrade.h"

#include <fmt/format.h>

#include <algorithm>

#include "logging/log.h"
#include "secure/token.h"

namespace moonroom::server {

std::string objection_to(const store::Store::Health& health) {
  if (!health.on_disk)
    return "nothing is kept on disk, so no other program could go on; name a folder with --data";
  if (!health.problem.empty())
    return fmt::format(
        "the disk does not take what is to be kept, and what is in memory alone "
        "would be lost: {}",
        health.problem);
  return {};
}

std::string objection_to(const PreflightReport& report, const ring::PluginRegistry& plugins) {
  for (const auto& failed : report.failed) {
    const auto& all = plugins.all();
    const bool runs_here = std::any_of(all.begin(), all.end(), [&](const ring::PluginEntry& each) {
      return each.file.path == failed.path && each.state == ring::State::on;
    });
    if (runs_here)
      return fmt::format("{} runs here and would not load: {}", failed.path,
                         logging::on_one_line(failed.reason));
  }
  return {};
}

Upgrade::Upgrade(process::Program self, admin::UpgradeStatus latest, const Room& room)
    : self_(std::move(self)), status_(std::move(latest)), room_(room) {}

void Upgrade::request(const PreflightRequest& with, SteadyTime now) {
  if (auto why = objection_to(room_.store.health()); !why.empty()) return refuse(std::move(why));
  request_ = with;
  again_ = candidate_.has_value();
  status_ = {status_.number + 1, admin::UpgradeStatus::State::checking, self_.path};
  if (!again_) start(now);
}

void Upgrade::start(SteadyTime now) {
  again_ = false;
  request_.nonce = secure::random_token();
  auto candidate = Candidate::start(self_.path, self_.arguments, request_, now);
  if (candidate)
    candidate_ = std::move(*candidate);
  else
    refuse(candidate.error().what);
}

void Upgrade::refuse(std::string why) {
  candidate_.reset();
  room_.log.error(fmt::format("the upgrade is refused, the room goes on as before: {}", why));
  status_ = {status_.number, admin::UpgradeStatus::State::failed, std::move(why)};
}

bool Upgrade::poll(SteadyTime now) {
  auto outcome = candidate_ ? candidate_->poll(now) : std::nullopt;
  if (!outcome) return false;
  auto program = candidate_->program();
  candidate_.reset();
  if (again_) {
    start(now);
    return false;
  }
  auto why = *outcome ? objection_to(**outcome, room_.plugins) : outcome->error().what;
  // The disk can have failed while the program was checked.
  if (why.empty()) why = objection_to(room_.store.health());
  if (!why.empty()) {
    refuse(std::move(why));
    return false;
  }
  program_ = std::move(program);
  return true;
}

void Upgrade::log_outcome() const {
  if (status_.state == admin::UpgradeStatus::State::failed) room_.log.error(to_text(status_));
  if (status_.state == admin::UpgradeStatus::State::done) room_.log.information(to_text(status_));
}

std::optional<SteadyTime> Upgrade::next_due() const {
  return candidate_ ? std::optional(candidate_->next_due()) : std::nullopt;
}

}  // namespace moonroom::server

#include "server/upgrade.h"

#include <fmt/format.h>

#include <algorithm>

#include "logging/log.h"
#include "secure/token.h"

namespace moonroom::server {

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

void Upgrade::request(const PreflightRequest& with, SteadyTime now) {
  request_ = with;
  again_ = checking();
  status_ = {status_.number + 1, admin::UpgradeStatus::State::checking, self_.path};
  if (!checking()) start(now);
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
  news_ = fmt::format("the upgrade is refused, the room goes on as before: {}", why);
  status_ = {status_.number, admin::UpgradeStatus::State::failed, std::move(why)};
}

bool Upgrade::poll(const ring::PluginRegistry& plugins, SteadyTime now) {
  auto outcome = candidate_ ? candidate_->poll(now) : std::nullopt;
  if (!outcome) return false;
  auto program = candidate_->program();
  candidate_.reset();
  if (again_) {
    start(now);
    return false;
  }
  const auto why = *outcome ? objection_to(**outcome, plugins) : outcome->error().what;
  if (!why.empty()) {
    refuse(why);
    return false;
  }
  program_ = std::move(program);
  return true;
}

std::optional<SteadyTime> Upgrade::next_due() const {
  return candidate_ ? std::optional(candidate_->next_due()) : std::nullopt;
}

}  // namespace moonroom::server

#include "author/stage.h"

#include <algorithm>

#include "base/overloaded.h"

namespace moonroom::author {
namespace {

constexpr auto kBegin = std::chrono::hours(14) + std::chrono::days(20'000);

// A test says a hundred lines without any time going by.
relay::Settings without_limits() {
  relay::Settings settings;
  settings.lines = std::nullopt;
  settings.logins = std::nullopt;
  // From any address, with the word that is asked for there.
  settings.classic = relay::Classic::open;
  settings.make_token = [] { return std::string("00000000"); };
  return settings;
}

}  // namespace

Stage::Stage(const script::PluginLimits& limits)
    : judge_(limits, state_),
      relay_(without_limits(), state_, judge_),
      now_{SteadyTime(kBegin), WallTime(kBegin)} {}

Result<void> Stage::load(ring::Load file) {
  const auto known = std::find(paths_.begin(), paths_.end(), file.path);
  file.id = static_cast<uint32_t>(known - paths_.begin());
  if (known == paths_.end()) paths_.push_back(file.path);
  auto loaded = judge_.load(file, now_);
  settle();
  return loaded;
}

Result<void> Stage::load_again(std::string_view name) {
  auto loaded = judge_.load_again(name, now_);
  settle();
  return loaded;
}

Result<void> Stage::take_away(std::string_view name) {
  auto gone = judge_.take_away(name, now_);
  settle();
  return gone;
}

wire::Endpoint Stage::endpoint_of(int seat) const {
  return {addresses_.at(seat), static_cast<uint16_t>(seat), {}};
}

std::string Stage::request(wire::Verb verb, std::string_view words) const {
  return std::string(classic_words().word_for(verb)).append(" ").append(words);
}

Result<void> Stage::start_again(ring::LoadReason why) {
  auto started = judge_.start_again(why, now_);
  settle();
  return started;
}

int Stage::join(std::string_view name, const wire::Address& from) {
  const int seat = ++seats_;
  addresses_[seat] = from;
  send(seat, request(wire::Verb::login, name));
  if (!from.is_local()) prove(seat);
  // Whoever wants a name that somebody has waits until it is known whether he lives.
  if (heard_[seat].empty()) pass(relay::kProbePatience);
  return seat;
}

// A stranger is welcomed, asked for a word of six digits, and told that it was right.
void Stage::prove(int seat) {
  auto& heard = heard_[seat];
  if (heard.size() != 2) return;
  const auto digits = heard.back().find_first_of("0123456789");
  if (digits == std::string::npos) return;
  const auto word = heard.back().substr(digits, 6);
  heard.pop_back();
  send(seat, request(wire::Verb::chat, "x " + word));
  const auto told = std::find(heard.begin(), heard.end(), state_.phrases.heard_you);
  if (told != heard.end()) heard.erase(told);
}

void Stage::send(int seat, std::string_view bytes) {
  relay_.receive({endpoint_of(seat), bytes, false}, turn());
  settle();
}

void Stage::pass(Duration time) {
  const auto end = now_.steady + time;
  for (auto due = relay_.next_due(); due && *due <= end; due = relay_.next_due()) {
    now_ = now_ + std::max(*due - now_.steady, Duration::zero());
    relay_.tick(turn());
    settle();
  }
  now_ = now_ + (end - now_.steady);
}

void Stage::announce(std::string_view text) {
  relay_.announce(text, now_);
  settle();
}

std::string Stage::command(std::string_view text) {
  reply_.clear();
  relay_.command(text, now_);
  settle();
  return reply_;
}

const room::Member* Stage::member(int seat) const {
  return state_.room.at(endpoint_of(seat));
}

// A job that is done may ask for the next one.
void Stage::settle_all() {
  while (!relay_.apply_verdicts(turn())) {
  }
}

void Stage::settle() {
  settle_all();
  run_effects();
  settle_all();
  // An empty one only asks whether somebody is still there.
  for (const auto& delivery : out_.deliveries())
    if (!out_.bytes(delivery).empty()) heard_[delivery.to.port].emplace_back(out_.bytes(delivery));
  out_.clear();
}

void Stage::run_effects() {
  for (bool has_more = true; has_more;) {
    auto effects = relay_.drain_effects();
    has_more = !effects.requests.empty();
    if (!effects.replies.empty()) reply_ = effects.replies.back().text;
    for (const auto& request : effects.requests) {
      if (const auto* line = std::get_if<room::LogLine>(&request)) logged_.push_back(*line);
      if (const auto* job = std::get_if<room::StartJob>(&request))
        relay_.job_done(judge_.work(*job, now_), now_);
    }
    settle_all();
  }
}

}  // namespace moonroom::author

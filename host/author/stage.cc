#include "author/stage.h"

#include <algorithm>

#include "base/overloaded.h"
#include "relay/recall.h"

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
    : judge_(limits),
      relay_(without_limits(), judge_),
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
  auto started = judge_.start_again(why, relay::recall_of(relay_), now_);
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
  const auto told = std::find(heard.begin(), heard.end(), judge_.phrases().heard_you);
  if (told != heard.end()) heard.erase(told);
}

void Stage::send(int seat, std::string_view bytes) {
  relay_.handle({endpoint_of(seat), bytes, false}, now_, out_);
  settle();
}

void Stage::pass(Duration time) {
  const auto end = now_.steady + time;
  for (auto due = relay_.next_due(); due && *due <= end; due = relay_.next_due()) {
    now_ = now_ + std::max(*due - now_.steady, Duration::zero());
    relay_.tick(now_, out_);
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
  return relay_.room().at(endpoint_of(seat));
}

// A job that is done may ask for the next one.
void Stage::settle_all() {
  while (!relay_.settle(now_, out_)) {
  }
}

void Stage::settle() {
  settle_all();
  do_errands();
  settle_all();
  // An empty one only asks whether somebody is still there.
  for (const auto& delivery : out_.deliveries())
    if (!out_.bytes(delivery).empty()) heard_[delivery.to.port].emplace_back(out_.bytes(delivery));
  out_.clear();
}

void Stage::do_errands() {
  for (auto errands = relay_.take_errands(); !errands.empty(); errands = relay_.take_errands()) {
    for (const auto& errand : errands)
      std::visit(
          Overloaded{
              [&](const room::LogLine& line) { logged_.push_back(line); },
              [&](const room::StartJob& job) { relay_.job_done(judge_.work(job, now_), now_); },
              [&](const relay::Reply& reply) { reply_ = reply.text; },
              [](const auto&) {},
          },
          errand);
    settle_all();
  }
}

}  // namespace moonroom::author

#include "author/test_room.h"

#include <algorithm>

#include "base/overloaded.h"

namespace moonroom::author {
namespace {

constexpr auto kBegin = std::chrono::hours(14) + std::chrono::days(20'000);

// A test sends a hundred lines while the clock stands still.
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

TestRoom::TestRoom(const script::PluginLimits& limits)
    : judge_(limits, state_),
      relay_(without_limits(), state_, judge_),
      now_{SteadyTime(kBegin), WallTime(kBegin)} {}

Result<void> TestRoom::load(ring::PluginSource file) {
  const auto known = std::find(paths_.begin(), paths_.end(), file.path);
  file.id = static_cast<uint32_t>(known - paths_.begin());
  if (known == paths_.end()) paths_.push_back(file.path);
  auto loaded = judge_.load(file, now_);
  apply_verdicts();
  return loaded;
}

Result<void> TestRoom::load_again(std::string_view name) {
  auto loaded = judge_.load_again(name, now_);
  apply_verdicts();
  return loaded;
}

Result<void> TestRoom::remove_file(std::string_view name) {
  auto gone = judge_.remove_file(name, now_);
  apply_verdicts();
  return gone;
}

wire::Endpoint TestRoom::endpoint_of(int seat) const {
  return {addresses_.at(seat), static_cast<uint16_t>(seat), {}};
}

std::string TestRoom::request(wire::Verb verb, std::string_view words) const {
  return std::string(classic_words().word_for(verb)).append(" ").append(words);
}

Result<void> TestRoom::start_again(ring::LoadReason why) {
  auto started = judge_.start_again(why, now_);
  apply_verdicts();
  return started;
}

int TestRoom::join(std::string_view name, const wire::Address& from) {
  const int seat = ++seats_;
  addresses_[seat] = from;
  send(seat, request(wire::Verb::login, name));
  if (!from.is_local()) answer_challenge(seat);
  // A login under a name in use is answered after the probe of its holder.
  if (received_[seat].empty()) pass(relay::kProbeTimeout);
  return seat;
}

// A newcomer gets a greeting, a request for a word of six digits, and a confirmation.
void TestRoom::answer_challenge(int seat) {
  auto& received = received_[seat];
  if (received.size() != 2) return;
  const auto digits = received.back().find_first_of("0123456789");
  if (digits == std::string::npos) return;
  const auto word = received.back().substr(digits, 6);
  received.pop_back();
  send(seat, request(wire::Verb::chat, "x " + word));
  const auto told = std::find(received.begin(), received.end(), state_.host_messages.heard_you);
  if (told != received.end()) received.erase(told);
}

void TestRoom::send(int seat, std::string_view bytes) {
  relay_.receive({endpoint_of(seat), bytes, false}, turn());
  apply_verdicts();
}

void TestRoom::pass(Duration time) {
  const auto end = now_.steady + time;
  for (auto due = relay_.next_due(); due && *due <= end; due = relay_.next_due()) {
    now_ = now_ + std::max(*due - now_.steady, Duration::zero());
    relay_.tick(turn());
    apply_verdicts();
  }
  now_ = now_ + (end - now_.steady);
}

void TestRoom::announce(std::string_view text) {
  relay_.announce(text, now_);
  apply_verdicts();
}

std::string TestRoom::command(std::string_view text) {
  reply_.clear();
  relay_.command(text, now_);
  apply_verdicts();
  return reply_;
}

const room::Member* TestRoom::member(int seat) const {
  return state_.room.at(endpoint_of(seat));
}

// The end of a job can start another job.
void TestRoom::run_until_settled() {
  while (!relay_.apply_verdicts(turn())) {
  }
}

void TestRoom::apply_verdicts() {
  run_until_settled();
  run_effects();
  run_until_settled();
  // An empty datagram is only a liveness probe.
  for (const auto& delivery : out_.deliveries())
    if (!out_.bytes(delivery).empty())
      received_[delivery.to.port].emplace_back(out_.bytes(delivery));
  out_.clear();
}

void TestRoom::run_effects() {
  for (bool has_more = true; has_more;) {
    auto effects = relay_.drain_effects();
    has_more = !effects.requests.empty();
    for (const auto& result : effects.results)
      if (const auto* reply = std::get_if<relay::Reply>(&result)) reply_ = reply->text;
    for (const auto& request : effects.requests) {
      if (const auto* line = std::get_if<room::LogLine>(&request)) logged_.push_back(*line);
      if (const auto* job = std::get_if<room::StartJob>(&request))
        relay_.on_job_done(judge_.work(*job, now_), now_);
    }
    run_until_settled();
  }
}

}  // namespace moonroom::author

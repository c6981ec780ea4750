#include "bench/load/conversation.h"

#include <algorithm>

namespace moonroom::bench {
namespace {

constexpr uint32_t kMaxSpeakers = 64;
constexpr Duration kWait = std::chrono::milliseconds(10);

SteadyTime clock_now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

Conversation::Conversation(Crowd& crowd)
    : crowd_(crowd),
      speakers_(std::min(crowd.size(), kMaxSpeakers)),
      heard_before_(crowd.size() * speakers_.size()),
      now_(clock_now()) {}

Result<Tally> Conversation::talk(const Talk& talk, const std::function<void()>& mark) {
  talk_ = talk;
  talk_.speakers = std::min(talk.speakers, static_cast<uint32_t>(speakers_.size()));
  tally_ = {};
  now_ = next_line_ = clock_now();
  const auto server_is_gone = [] { return problem("the server is gone"); };
  const auto until = [this](SteadyTime end) { return [this, end] { return now_ >= end; }; };

  speaking_ = true;
  if (!exchange_until(until(now_ + talk.warm_up))) return server_is_gone();
  mark();
  measuring_ = true;
  const auto begin = clock_now();
  const auto time_is_up = until(begin + talk.time);
  if (!exchange_until([&] { return time_is_up() || talk.enough(); })) return server_is_gone();
  mark();
  tally_.seconds = std::chrono::duration<double>(now_ - begin).count();
  speaking_ = measuring_ = false;
  if (!exchange_until([this] { return all_heard(); })) return server_is_gone();
  return tally_;
}

bool Conversation::all_heard() const {
  return std::ranges::all_of(speakers_, [](const auto& speaker) { return speaker.silent(); });
}

bool Conversation::exchange_until(const std::function<bool()>& done) {
  while (!done() && !crowd_.is_broken()) {
    if (speaking_) speak();
    listen();
  }
  return !crowd_.is_broken();
}

// Sends everything that can be sent now.
void Conversation::speak() {
  for (uint32_t i = 0; i < talk_.speakers; ++i) {
    if (!may_speak(speakers_[i])) continue;
    while (may_speak(speakers_[i])) say_next(i);
    crowd_.pause(i);
  }
}

bool Conversation::may_speak(const Speaker& speaker) const {
  return speaker.may_speak(talk_.window) && (talk_.pace == Duration() || next_line_ <= now_);
}

void Conversation::say_next(uint32_t speaker) {
  const Line line{speaker, speakers_[speaker].next()};
  auto& flight = speakers_[speaker].speak(clock_now(), crowd_.size() - 1);
  flight.measured = measuring_;
  write_text(line, talk_.lengths, flight.text);
  crowd_.say(speaker, flight.text);
  next_line_ += talk_.pace;
  tally_.lines += measuring_ ? 1 : 0;
}

void Conversation::listen() {
  // With a pace, lines must not be sent late.
  const auto wait = talk_.pace == Duration() ? kWait : std::min(kWait, talk_.pace / 4);
  crowd_.listen([this](uint32_t member, std::string_view message) { hear(member, message); },
                static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(wait).count()));
  now_ = clock_now();
  for (auto& speaker : speakers_) tally_.lost += speaker.give_up(now_ - talk_.patience);
}

void Conversation::hear(uint32_t member, std::string_view message) {
  const auto heard = heard_in(message);
  if (!heard)
    ++(is_line(message) ? tally_.wrong : tally_.notices);
  else if (heard->line.sender >= speakers_.size())
    ++tally_.wrong;
  else if (heard->line.sender == member)
    ++tally_.echoes;
  else
    check(member, *heard);
}

void Conversation::check(uint32_t member, const Heard& heard) {
  auto& speaker = speakers_[heard.line.sender];
  if (!speaker.has_said(heard.line.number)) {
    ++tally_.wrong;
    return;
  }
  auto* flight = speaker.flight(heard.line.number);
  if (flight && flight->text != heard.text) {
    ++tally_.wrong;
    return;
  }
  auto& before = heard_before_[size_t{member} * speakers_.size() + heard.line.sender];
  const auto order = before.note(heard.line.number);
  if (order == Order::doubled) {
    ++tally_.doubled;
    return;
  }
  if (!flight) {
    ++tally_.late;
    return;
  }
  tally_.overtaken += order == Order::overtaken ? 1 : 0;
  tally_.deliveries += measuring_ ? 1 : 0;
  if (speaker.heard(*flight) && flight->measured) tally_.latency.record(clock_now() - flight->said);
}

}  // namespace moonroom::bench

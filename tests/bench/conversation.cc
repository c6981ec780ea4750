#include "bench/conversation.h"

#include <fmt/format.h>

#include <algorithm>

namespace moonroom::bench {
namespace {

SteadyTime clock_now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

Conversation::Conversation(Crowd& crowd, const Settings& settings)
    : crowd_(crowd),
      settings_(settings),
      speakers_(settings.speakers, Speaker(settings.window, crowd.size() - 1)),
      expected_(size_t{crowd.size()} * settings.speakers),
      now_(clock_now()) {}

Result<Tally> Conversation::run(const std::function<void()>& mark) {
  const auto server_is_gone = [] { return problem("the server is gone"); };
  const auto warm = now_ + settings_.warm_up;
  if (!exchange_until([&] { return now_ >= warm; })) return server_is_gone();

  tally_.lines = tally_.deliveries = 0;
  tally_.latency.clear();
  mark();
  const auto begin = now_;
  const auto enough = [&] {
    return now_ - begin >= settings_.time ||
           (settings_.lines != 0 && tally_.lines >= settings_.lines);
  };
  if (!exchange_until(enough)) return server_is_gone();
  mark();
  auto measured = tally_;
  measured.seconds = std::chrono::duration<double>(now_ - begin).count();

  speaking_ = false;
  const auto all_heard = [&] {
    return std::ranges::all_of(speakers_, [](const auto& speaker) { return speaker.silent(); });
  };
  if (!exchange_until(all_heard)) return server_is_gone();
  measured.lost = tally_.lost;
  measured.wrong = tally_.wrong;
  measured.late = tally_.late;
  measured.notices = tally_.notices;
  return measured;
}

bool Conversation::exchange_until(const std::function<bool()>& done) {
  while (!done()) {
    if (speaking_ && !speak()) return false;
    listen();
  }
  return true;
}

// All that there is to say now. False when the server is gone.
bool Conversation::speak() {
  for (uint32_t i = 0; i < speakers_.size(); ++i) {
    auto& speaker = speakers_[i];
    while (speaker.may_speak()) {
      const auto number = speaker.speak(clock_now());
      ++tally_.lines;
      if (!crowd_.send(i, fmt::format("C {} {}", Crowd::name_of(i), text_of({i, number}))))
        return false;
    }
  }
  return true;
}

void Conversation::listen() {
  crowd_.listen([this](uint32_t member, std::string_view bytes) { hear(member, bytes); });
  now_ = clock_now();
  for (auto& speaker : speakers_) tally_.lost += speaker.give_up(now_ - settings_.patience);
}

void Conversation::hear(uint32_t member, std::string_view bytes) {
  const auto heard = heard_in(bytes);
  const bool known = heard.line.sender < speakers_.size() && heard.line.sender != member;
  if (heard.kind == Kind::notice)
    ++tally_.notices;
  else if (heard.kind == Kind::spoiled || !known)
    ++tally_.wrong;
  else
    check(member, heard.line);
}

void Conversation::check(uint32_t member, Line line) {
  auto& expected = expected_[size_t{member} * speakers_.size() + line.sender];
  auto& speaker = speakers_[line.sender];
  if (line.number < expected || !speaker.has_said(line.number)) {
    ++tally_.wrong;
    return;
  }
  expected = line.number + 1;
  const auto* said = speaker.heard(line.number);
  if (!said) {
    ++tally_.late;
    return;
  }
  ++tally_.deliveries;
  tally_.latency.record(clock_now() - *said);
}

}  // namespace moonroom::bench

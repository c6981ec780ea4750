#include "bench/load/crowd.h"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace moonroom::bench {
namespace {

using std::chrono::steady_clock;

// Some servers accept connections once a second, so many must wait at once; others have a short
// backlog, so members do not all come at the same time.
constexpr uint32_t kWave = 100;
constexpr auto kPace = std::chrono::milliseconds(10);

constexpr int kKnocks = 20;
constexpr auto kPatience = std::chrono::milliseconds(500);
// For a member that joins or leaves together with a thousand others.
constexpr auto kPatienceInARush = std::chrono::seconds(3);
constexpr auto kMaxFarewell = std::chrono::seconds(60);

void hear_nothing(uint32_t, std::string_view) {}

}  // namespace

Crowd::Crowd(const Language& language, uint16_t port, std::string names)
    : language_(language),
      port_(port),
      names_(std::move(names)),
      wire_(language.wire()),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

// ── Joining and leaving ─────────────────────────────────────────────────────────────────────────

Result<void> Crowd::join(uint32_t members) {
  while (size() < members) {
    const auto first = size();
    while (size() < std::min(members, first + kWave)) {
      if (auto added = add_member(); !added) return added;
      knock(size() - 1);
      await(size() - 1, true, kPace);
    }
    if (auto all_in = let_in(first, kPatience); !all_in) return all_in;
  }
  return {};
}

Result<Duration> Crowd::rush_in(uint32_t members) {
  const auto first = size();
  while (size() < members)
    if (auto added = add_member(); !added) return tl::unexpected(added.error());
  const auto start = steady_clock::now();
  for (auto number = first; number < size(); ++number) knock(number);
  if (auto all_in = let_in(first, kPatienceInARush); !all_in) return tl::unexpected(all_in.error());
  return steady_clock::now() - start;
}

Result<Duration> Crowd::rush_out(uint32_t members) {
  const auto start = steady_clock::now();
  for (auto number = members; number < size(); ++number) {
    const auto& member = members_[number];
    member.tongue->begin_turn(steady_clock::now());
    member.tongue->leave(sender(member));
    schedule(number);
  }
  for (auto number = members; number < size(); ++number)
    if (!await(number, false, kMaxFarewell))
      return problem(fmt::format("{} was not let go", name_of(number)));
  members_.erase(members_.begin() + members, members_.end());
  return steady_clock::now() - start;
}

Result<void> Crowd::add_member() {
  auto socket = wire_->connect(port_);
  if (!socket) return tl::unexpected(socket.error());
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u32 = size();
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket->get(), &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll");
  members_.push_back({std::move(*socket), language_.tongue(name_of(size()))});
  return {};
}

Result<void> Crowd::let_in(uint32_t first, Duration patience) {
  auto outside = first;
  for (int round = 0; round < kKnocks && !broken_; ++round) {
    if (round > 0) knock_again(outside);
    while (outside < size() && await(outside, true, patience)) ++outside;
    if (outside == size()) return {};
  }
  return problem(fmt::format("{} was not let in", name_of(outside)));
}

void Crowd::knock_again(uint32_t first) {
  for (auto number = first; language_.repeats && number < size(); ++number) {
    if (members_[number].tongue->is_in()) continue;
    knock(number);
    ++knocks_again_;
  }
}

// True when the member is in (or out, as requested). Ignores messages meanwhile.
bool Crowd::await(uint32_t member, bool inside, Duration patience) {
  const auto& tongue = *members_[member].tongue;
  const auto until = steady_clock::now() + patience;
  while (tongue.is_in() != inside && !broken_ && steady_clock::now() < until)
    listen(hear_nothing, 1);
  return tongue.is_in() == inside;
}

std::string Crowd::name_of(uint32_t member) const {
  return fmt::format("{}{:04}", names_, member);
}

void Crowd::knock(uint32_t number) {
  const auto& member = members_[number];
  member.tongue->begin_turn(steady_clock::now());
  member.tongue->knock(sender(member));
  schedule(number);
}

Tongue::Send Crowd::sender(const Member& member) {
  return [this, socket = member.socket.get()](std::string_view bytes) {
    if (!wire_->send(socket, bytes)) broken_ = true;
  };
}

// ── Sending and receiving ───────────────────────────────────────────────────────────────────────

void Crowd::say(uint32_t number, std::string_view text) {
  const auto& member = members_[number];
  member.tongue->begin_turn(steady_clock::now());
  member.tongue->say(text, sender(member));
}

void Crowd::pause(uint32_t number) {
  const auto& member = members_[number];
  member.tongue->end_turn([](std::string_view) {}, sender(member));
  schedule(number);
}

void Crowd::listen(const Hear& hear, int wait_ms) {
  std::array<epoll_event, 256> events{};
  const auto patience_ms = patience();
  if (patience_ms >= 0) wait_ms = std::min(wait_ms, patience_ms);
  const int count =
      ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), wait_ms);
  for (int i = 0; i < count; ++i) take_what_came(events[static_cast<size_t>(i)].data.u32, hear);
  take_due(hear);
}

void Crowd::take_what_came(uint32_t number, const Hear& hear) {
  const auto& member = members_[number];
  const auto send = sender(member);
  const auto hear_it = [&](std::string_view message) { hear(number, message); };
  member.tongue->begin_turn(steady_clock::now());
  if (!wire_->receive(member.socket.get(),
                      [&](std::string_view bytes) { member.tongue->take(bytes, hear_it, send); }))
    broken_ = true;
  member.tongue->end_turn(hear_it, send);
  schedule(number);
}

// ── Timers ──────────────────────────────────────────────────────────────────────────────────────

int Crowd::patience() const {
  const auto due = due_.next();
  if (!due) return -1;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*due - steady_clock::now());
  return static_cast<int>(std::clamp<int64_t>(wait.count(), 0, 1000));
}

void Crowd::take_due(const Hear& hear) {
  const SteadyTime now = steady_clock::now();
  while (const auto number = due_.pop_due(now)) {
    if (*number >= size()) continue;
    auto& member = members_[*number];
    // It was scheduled again for an earlier moment, and has had its turn.
    if (member.due > now) continue;
    member.due = SteadyTime::max();
    member.tongue->begin_turn(now);
    member.tongue->end_turn(
        [&](std::string_view message) { hear(static_cast<uint32_t>(*number), message); },
        sender(member));
    schedule(static_cast<uint32_t>(*number));
  }
}

// A member that is due later than scheduled is rescheduled at the old time.
void Crowd::schedule(uint32_t number) {
  auto& member = members_[number];
  const auto due = member.tongue->next_due();
  if (!due || *due >= member.due) return;
  member.due = *due;
  due_.add(*due, number);
}

}  // namespace moonroom::bench

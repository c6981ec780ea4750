#include "network/crowd/crowd.h"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "process/clocks.h"

namespace moonroom::network {
namespace {

// Text is received at once or never. A session can have to wait for a host that restarts, and for
// its turn to handshake.
Duration patience_with(Protocol protocol) {
  return protocol == Protocol::text ? std::chrono::seconds(2) : std::chrono::seconds(120);
}

}  // namespace

Crowd::Crowd(Protocol protocol, const wire::Endpoint& host)
    : protocol_(protocol),
      host_(host),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      now_(process::moment()) {}

// ── Joining ─────────────────────────────────────────────────────────────────────────────────────

void Crowd::invite(uint32_t members, uint32_t at_once) {
  wanted_ = std::max(wanted_, members);
  at_once_ = at_once;
  arrivals_.clear();
  now_ = process::moment();
  open_door();
}

void Crowd::open_door() {
  while (size() < wanted_ && outside_ < at_once_) {
    const auto number = size();
    auto member = network::invite(protocol_, number, host_, *this, now_);
    if (!member) throw std::runtime_error(member.error().what);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = number;
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, (*member)->descriptor(), &event) != 0)
      throw std::system_error(errno, std::generic_category(), "epoll");
    members_.push_back({std::move(*member), now_.steady});
    ++outside_;
    members_[number].member->tick(now_);
    schedule(number);
  }
}

void Crowd::answer(uint32_t member) {
  if (!std::exchange(members_[member].answered, true)) --outside_;
}

void Crowd::entered(uint32_t member, bool again) {
  if (again) {
    ++fortunes_.back;
    return;
  }
  arrivals_.add(now_.steady - members_[member].invited);
  answer(member);
}

void Crowd::turned_away(uint32_t member) {
  ++fortunes_.turned_away;
  answer(member);
}

void Crowd::lost_sight(uint32_t) {
  ++fortunes_.lost_sight;
}

void Crowd::expelled(uint32_t member, std::string_view why) {
  fmt::print(stderr, "{} is out: {}\n", name_of(member), why);
  ++fortunes_.expelled;
  answer(member);
}

// ── Sending and receiving ───────────────────────────────────────────────────────────────────────

void Crowd::talk(const Plan& plan) {
  account_.begin(size(), plan.talkers);
  plan_ = plan;
  last_heard_ = process::moment().steady;
}

bool Crowd::talk_is_over() {
  if (!plan_.is_over(now_.steady)) return false;
  if (account_.all_heard()) return true;
  if (now_.steady - last_heard_ < patience_with(protocol_)) return false;
  account_.give_up(SteadyTime::max());
  return true;
}

void Crowd::heard(uint32_t member, uint64_t number, std::string_view text) {
  account_.hear(member, number, text, now_.steady);
  last_heard_ = now_.steady;
}

void Crowd::told(uint32_t member, std::string_view text) {
  if (fortunes_.told++ == 0) fmt::print(stderr, "{} is told: {}\n", name_of(member), text);
}

void Crowd::speak() {
  const auto say = [this](uint32_t author) {
    members_[author].member->say(text_of(account_.say(author, now_.steady)), now_);
    schedule(author);
  };
  if (plan_.window == 0) {
    for (; plan_.lines > 0 && plan_.next <= now_.steady; plan_.took_turn()) say(plan_.turn);
    return;
  }
  account_.give_up(now_.steady - patience_with(protocol_));
  for (uint32_t author = 0; author < plan_.talkers && now_.steady < plan_.until; ++author)
    while (account_.unheard(author) < plan_.window) say(author);
}

// ── The loop ────────────────────────────────────────────────────────────────────────────────────

void Crowd::turn(int wait_ms) {
  listen(std::min(wait_ms, patience()));
  take_due();
  speak();
  open_door();
}

int Crowd::patience() const {
  auto due = now_.steady + std::chrono::seconds(1);
  if (const auto member = due_.next()) due = std::min(due, *member);
  if (const auto plan = plan_.due()) due = std::min(due, *plan);
  const auto wait =
      std::chrono::ceil<std::chrono::milliseconds>(due - process::moment().steady).count();
  return static_cast<int>(std::clamp<int64_t>(wait, 0, 1000));
}

void Crowd::listen(int wait_ms) {
  std::array<epoll_event, 256> events{};
  const int count =
      ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), wait_ms);
  for (int i = 0; i < count; ++i) {
    const auto number = events[static_cast<size_t>(i)].data.u32;
    now_ = process::moment();
    members_[number].member->receive(batch_, now_);
    schedule(number);
  }
  now_ = process::moment();
}

void Crowd::take_due() {
  while (const auto number = due_.pop_due(now_.steady)) {
    auto& place = members_[*number];
    if (place.due > now_.steady) continue;
    place.due = SteadyTime::max();
    place.member->tick(now_);
    schedule(static_cast<uint32_t>(*number));
  }
}

void Crowd::schedule(uint32_t member) {
  auto& place = members_[member];
  const auto due = place.member->next_due();
  // A timer that fires too early is scheduled again.
  if (!due || *due >= place.due) return;
  place.due = std::max(*due, now_.steady);
  due_.add(place.due, member);
}

}  // namespace moonroom::network

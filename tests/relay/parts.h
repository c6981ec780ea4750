// The relay's parts without the relay, so that a test can query the decisions of one of them.
#pragma once

#include <string>
#include <string_view>

#include "relay/admission.h"
#include "support/fake_judge.h"

namespace moonroom::support {

struct Parts {
  explicit Parts(relay::Settings with = {}) : settings(std::move(with)) {
    settings.make_token = [] { return std::string("00000000"); };
    settings.digest = [](std::string_view token) { return std::string(token); };
  }

  wire::Connection text(uint8_t host, uint16_t port = 1000) const {
    return {{wire::v4_address({192, 168, 0, host}), port, 0, {}}};
  }
  wire::Connection foreign(uint8_t host, uint16_t port = 1000) const {
    return {{wire::v4_address({9, 9, 9, host}), port, 0, {}}};
  }
  wire::Connection session(uint64_t number) const {
    return {{wire::v4_address({192, 168, 0, 1}), 1000, number, {}}};
  }
  /// A present member.
  room::MemberId admit(std::string_view name, const wire::Connection& at) {
    const auto id = state.room.reserve(std::string(name), at, now).id;
    if (at.can_resume())
      state.room.admit(id, room::ResumeTicket{"digest of " + std::string(name), 0, 0}, "token");
    else
      state.room.admit(id);
    return id;
  }
  room::Login login(std::string_view name, const wire::Connection& from) const {
    auto intent = state.room.interpret(from.endpoint, {wire::Verb::login, name, {}, false});
    auto* wish = std::get_if<room::Login>(&intent);
    return wish ? *wish : room::Login{};
  }
  relay::Turn turn() { return {now, out}; }

  relay::Settings settings;
  Moment now{SteadyTime(std::chrono::hours(1)), WallTime(std::chrono::hours(1))};
  wire::Outbox out;
  room::RoomState state;
  FakeJudge judge;
  relay::Stats stats;
  relay::NameProbes probes;
  relay::EventGate gate{state, judge};
  relay::Broadcaster delivery{state.host_messages};
  relay::Replies replies{settings, state, delivery};
  relay::LineGate lines{{settings, state, gate, replies, stats}};
  relay::PasswordGate passwords{settings, stats};
  relay::Membership membership{{state, gate, lines, probes, passwords}};
  relay::AddressChallenge challenge{{settings, state, gate, membership, replies, stats}};
  relay::Admission admission{
      {settings, state, gate, membership, probes, passwords, challenge, replies, stats}};
};

}  // namespace moonroom::support

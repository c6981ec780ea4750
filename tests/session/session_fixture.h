// A whole room without a machine: a host, guests in sessions, a network that loses, duplicates and
// delays, and a clock that jumps from event to event. The host can crash and restart with its
// committed state; a guest's address can change.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "relay/relay.h"
#include "session/session_client.h"
#include "session/session_server.h"
#include "support/fake_judge.h"

namespace moonroom::session {

using namespace std::chrono_literals;

struct Weather {
  double lost = 0;
  double doubled = 0;
  double late = 0;
  Duration delay = 20ms;
};

inline wire::Endpoint house_address() {
  return {wire::v4_address({192, 0, 2, 1}), 8888, 0, {}};
}

struct Guest {
  std::string name;
  wire::Endpoint at;
  std::unique_ptr<SessionClient> visit;
  std::vector<MessageReceived> heard;
  int entered = 0;
  int lost = 0;
  std::vector<std::string> turned;
  std::vector<std::string> locked;
  std::optional<Ended> over;

  /// The lines, one after another.
  std::string words() const {
    std::string all;
    for (const auto& one : heard) all += (all.empty() ? "" : " | ") + one.text;
    return all;
  }
};

class SessionFixture {
 public:
  explicit SessionFixture(Weather weather = {}, unsigned seed = 1, relay::Settings settings = {})
      : weather_(weather), seed_(seed), settings_(std::move(settings)) {
    settings_.make_token = [this] { return "token" + std::to_string(++tokens_); };
    settings_.digest = [](std::string_view token) { return "digest of " + std::string(token); };
    settings_.lines = std::nullopt;
    start();
  }

  Guest& invite(const std::string& name, SessionClient::Settings settings = {}) {
    settings.name = name;
    auto guest = std::make_unique<Guest>();
    guest->name = name;
    guest->at = {wire::v4_address({10, 0, 0, 1}), next_port_++, 0, {}};
    guest->visit = std::make_unique<SessionClient>(std::move(settings), house_address(), now);
    guests_.push_back(std::move(guest));
    return *guests_.back();
  }
  void say(Guest& guest, const std::string& text) {
    wire::Outbox out;
    guest.visit->say(text, now, out);
    after(guest, out);
  }
  void leave(Guest& guest, SessionClient::Haste haste = SessionClient::Haste::none) {
    wire::Outbox out;
    guest.visit->leave(now, out, haste);
    after(guest, out);
  }
  /// An address translator on the path has dropped the guest's mapping.
  void rebind(Guest& guest) { guest.at.port = next_port_++; }

  void die() { host_.reset(); }
  void start() {
    host_ = std::make_unique<Host>(settings_, identity_);
    room::Snapshot snapshot;
    for (const auto& [who, seat] : seats_) {
      snapshot.members.push_back(seat);
      host_->judge.names[who] = seat.name;
    }
    snapshot.entries = entries_;
    if (!entries_.empty()) snapshot.last_entry = snapshot.sent = entries_.back().number;
    snapshot.last_member = last_member_;
    wire::Outbox out;
    host_->relay.restore(std::move(snapshot), {now, out});
    send(out, house_address());
  }

  /// Runs until `done`, for at most so long.
  bool run(Duration patience, const std::function<bool()>& done) {
    const auto end = now.steady + patience;
    tick_all();
    while (!done()) {
      const auto next = next_event();
      if (!next || *next > end) {
        now = now + (end - now.steady);
        return done();
      }
      now = now + std::max(*next - now.steady, Duration::zero());
      deliver_due();
      tick_all();
    }
    return true;
  }
  void run(Duration time) {
    run(time, [] { return false; });
  }
  bool all_inside() const {
    for (const auto& guest : guests_)
      if (!guest->visit->inside()) return false;
    return true;
  }

  relay::Relay& relay() { return host_->relay; }
  room::RoomState& state() { return host_->state; }
  SessionServer& sessions() { return host_->sessions; }
  Moment now{SteadyTime(1h), WallTime(1h)};
  /// Can inspect and corrupt every sent datagram.
  std::function<void(std::string& bytes, bool to_house)> meddle;
  Weather weather_;

 private:
  struct Host {
    Host(const relay::Settings& settings, const secure::Identity& identity)
        : relay(settings, state, judge),
          sessions(identity, {1000, {64, 256, 1000}},
                   [this](wire::SessionId id) { return state.room.in_session(id) != nullptr; }) {}
    room::RoomState state;
    support::FakeJudge judge;
    relay::Relay relay;
    SessionServer sessions;
  };
  struct Flight {
    wire::Endpoint from;
    wire::Endpoint to;
    std::string bytes;
  };

  // Each direction has random numbers of its own, so that the order of simultaneous datagrams does
  // not affect other directions and a seed is reproducible.
  double draw(const wire::Endpoint& from, const wire::Endpoint& to) {
    const auto way = std::pair(from.port, to.port);
    const auto dice = dice_.try_emplace(way, seed_ * 65536 + from.port + 31 * to.port).first;
    return std::uniform_real_distribution(0.0, 1.0)(dice->second);
  }
  void send(const wire::Outbox& out, const wire::Endpoint& from) {
    for (const auto& delivery : out.deliveries()) {
      std::string bytes(out.bytes(delivery));
      if (meddle) meddle(bytes, delivery.to == house_address());
      const auto happens = [&](double chance) { return draw(from, delivery.to) < chance; };
      const int copies = happens(weather_.lost) ? 0 : happens(weather_.doubled) ? 2 : 1;
      for (int copy = 0; copy < copies; ++copy) {
        const auto delay = weather_.delay * (happens(weather_.late) ? 3 : 1);
        network_.emplace(now.steady + delay, Flight{from, delivery.to, bytes});
      }
    }
  }
  void after(Guest& guest, const wire::Outbox& out) {
    send(out, guest.at);
    for (auto& news : guest.visit->drain_events()) take(guest, news);
  }
  void take(Guest& guest, ClientEvent& news) {
    if (auto* heard = std::get_if<MessageReceived>(&news)) guest.heard.push_back(std::move(*heard));
    if (std::holds_alternative<Joined>(news)) ++guest.entered;
    if (std::holds_alternative<ConnectionLost>(news)) ++guest.lost;
    if (auto* turned = std::get_if<NameRefused>(&news)) guest.turned.push_back(turned->reason);
    if (auto* locked = std::get_if<Locked>(&news)) guest.locked.push_back(locked->reason);
    if (auto* over = std::get_if<Ended>(&news)) guest.over = *over;
    if (std::holds_alternative<HostKeyPresented>(news)) {
      wire::Outbox out;
      guest.visit->trust(now, out);
      after(guest, out);
    }
  }
  // As in the host's loop: judge, commit, flush, send.
  void end_turn(wire::Outbox& out) {
    for (const auto& news : host_->sessions.drain_events()) {
      if (news.kind == SessionEvent::Kind::silent)
        host_->relay.presence().on_silent(news.session, {now, out});
      else if (news.kind == SessionEvent::Kind::active)
        host_->relay.presence().on_heard_again(news.session, {now, out});
      else
        host_->relay.presence().on_over(news.session, now);
    }
    host_->relay.tick({now, out});
    while (!host_->relay.apply_verdicts({now, out})) {
    }
    commit();
    host_->sessions.flush(out, now);
    send(out, house_address());
  }
  void commit() {
    for (const auto& change : host_->relay.drain_effects().changes) {
      if (const auto* seat = std::get_if<room::MemberRecord>(&change)) seats_[seat->who] = *seat;
      if (const auto* gone = std::get_if<room::MemberRemoved>(&change)) seats_.erase(gone->who);
    }
    for (const auto& entry : host_->state.log.after(entries_.empty() ? 0 : entries_.back().number))
      entries_.push_back(entry);
    last_member_ = host_->state.room.last_id();
  }
  void deliver_due() {
    while (!network_.empty() && network_.begin()->first <= now.steady) {
      const auto flight = std::move(network_.extract(network_.begin()).mapped());
      if (flight.to == house_address())
        arrive_at_house(flight);
      else
        arrive_at_guest(flight);
    }
  }
  void arrive_at_house(const Flight& flight) {
    if (!host_) return;
    wire::Outbox out;
    host_->sessions.receive({flight.from, flight.bytes}, now, out, [&](const auto& message) {
      host_->relay.receive_message(message, {now, out});
    });
    end_turn(out);
  }
  void arrive_at_guest(const Flight& flight) {
    for (auto& guest : guests_) {
      if (!(guest->at == flight.to)) continue;
      wire::Outbox out;
      guest->visit->receive(flight.bytes, now, out);
      after(*guest, out);
    }
  }
  void tick_all() {
    if (host_) {
      wire::Outbox out;
      end_turn(out);
    }
    for (auto& guest : guests_) {
      const auto due = guest->visit->next_due();
      if (!due || *due > now.steady) continue;
      wire::Outbox out;
      guest->visit->tick(now, out);
      after(*guest, out);
    }
  }
  std::optional<SteadyTime> next_event() const {
    std::optional<SteadyTime> next;
    const auto add = [&](std::optional<SteadyTime> other) {
      if (other && (!next || *other < *next)) next = other;
    };
    if (!network_.empty()) add(network_.begin()->first);
    for (const auto& guest : guests_) add(guest->visit->next_due());
    if (host_) {
      add(host_->sessions.next_due());
      add(host_->relay.next_due());
      if (host_->sessions.table().has_events()) add(now.steady);
    }
    return next;
  }

  unsigned seed_;
  std::map<std::pair<uint16_t, uint16_t>, std::mt19937> dice_;
  relay::Settings settings_;
  secure::Identity identity_ = secure::Identity::ephemeral();
  std::unique_ptr<Host> host_;
  std::vector<std::unique_ptr<Guest>> guests_;
  std::multimap<SteadyTime, Flight> network_;
  uint16_t next_port_ = 20000;
  int tokens_ = 0;
  // The content of a store.
  std::map<room::MemberId, room::MemberRecord> seats_;
  std::vector<room::Entry> entries_;
  room::MemberId last_member_ = 0;
};

}  // namespace moonroom::session

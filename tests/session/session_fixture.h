// A whole room without a machine: a host, clients in sessions, a network that loses, duplicates and
// delays, and a clock that jumps from event to event. The host can crash and restart with its
// committed state; a client's address can change.
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

struct NetworkFaults {
  double lost = 0;
  double doubled = 0;
  double late = 0;
  Duration delay = 20ms;
};

inline wire::Endpoint host_address() {
  return {wire::v4_address({192, 0, 2, 1}), 8888, 0, {}};
}

struct TestClient {
  std::string name;
  wire::Endpoint at;
  std::unique_ptr<SessionClient> session;
  std::vector<MessageReceived> received;
  int joined = 0;
  int lost = 0;
  std::vector<std::string> refusals;
  std::vector<std::string> locked;
  std::optional<Ended> ended;

  /// The lines, one after another.
  std::string lines() const {
    std::string all;
    for (const auto& one : received) all += (all.empty() ? "" : " | ") + one.line;
    return all;
  }
};

class SessionFixture {
 public:
  explicit SessionFixture(NetworkFaults faults = {}, unsigned seed = 1,
                          relay::Settings settings = {})
      : faults_(faults), seed_(seed), settings_(std::move(settings)) {
    settings_.make_token = [this] { return "token" + std::to_string(++tokens_); };
    settings_.digest = [](std::string_view token) { return "digest of " + std::string(token); };
    settings_.lines = std::nullopt;
    start_host();
  }

  TestClient& add_client(const std::string& name, SessionClient::Settings settings = {}) {
    settings.name = name;
    auto client = std::make_unique<TestClient>();
    client->name = name;
    client->at = {wire::v4_address({10, 0, 0, 1}), next_port_++, 0, {}};
    client->session = std::make_unique<SessionClient>(std::move(settings), host_address(), now);
    clients_.push_back(std::move(client));
    return *clients_.back();
  }
  void say(TestClient& client, const std::string& text) {
    wire::Outbox out;
    client.session->say(text, now, out);
    send_and_handle(client, out);
  }
  void leave(TestClient& client, SessionClient::Haste haste = SessionClient::Haste::none) {
    wire::Outbox out;
    client.session->leave(now, out, haste);
    send_and_handle(client, out);
  }
  /// An address translator on the path has dropped the client's mapping.
  void rebind(TestClient& client) { client.at.port = next_port_++; }

  void kill_host() { host_.reset(); }
  void start_host() {
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
    send(out, host_address());
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
    for (const auto& client : clients_)
      if (!client->session->inside()) return false;
    return true;
  }

  relay::Relay& relay() { return host_->relay; }
  room::RoomState& state() { return host_->state; }
  SessionServer& sessions() { return host_->sessions; }
  Moment now{SteadyTime(1h), WallTime(1h)};
  /// Can inspect and corrupt every sent datagram.
  std::function<void(std::string& bytes, bool to_host)> tamper;
  NetworkFaults faults_;

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
  struct InFlight {
    wire::Endpoint from;
    wire::Endpoint to;
    std::string bytes;
  };

  // Each direction has random numbers of its own, so that the order of simultaneous datagrams does
  // not affect other directions and a seed is reproducible.
  double random_number(const wire::Endpoint& from, const wire::Endpoint& to) {
    const auto way = std::pair(from.port, to.port);
    const auto random = random_.try_emplace(way, seed_ * 65536 + from.port + 31 * to.port).first;
    return std::uniform_real_distribution(0.0, 1.0)(random->second);
  }
  void send(const wire::Outbox& out, const wire::Endpoint& from) {
    for (const auto& delivery : out.deliveries()) {
      std::string bytes(out.bytes(delivery));
      if (tamper) tamper(bytes, delivery.to == host_address());
      const auto happens = [&](double chance) { return random_number(from, delivery.to) < chance; };
      const int copies = happens(faults_.lost) ? 0 : happens(faults_.doubled) ? 2 : 1;
      for (int copy = 0; copy < copies; ++copy) {
        const auto delay = faults_.delay * (happens(faults_.late) ? 3 : 1);
        network_.emplace(now.steady + delay, InFlight{from, delivery.to, bytes});
      }
    }
  }
  void send_and_handle(TestClient& client, const wire::Outbox& out) {
    send(out, client.at);
    for (auto& event : client.session->drain_events()) on_event(client, event);
  }
  void on_event(TestClient& client, ClientEvent& event) {
    if (auto* heard = std::get_if<MessageReceived>(&event))
      client.received.push_back(std::move(*heard));
    if (std::holds_alternative<Joined>(event)) ++client.joined;
    if (std::holds_alternative<ConnectionLost>(event)) ++client.lost;
    if (auto* refused = std::get_if<NameRefused>(&event))
      client.refusals.push_back(refused->reason);
    if (auto* locked = std::get_if<Locked>(&event)) client.locked.push_back(locked->reason);
    if (auto* ended = std::get_if<Ended>(&event)) client.ended = *ended;
    if (std::holds_alternative<HostKeyPresented>(event)) {
      wire::Outbox out;
      client.session->trust(now, out);
      send_and_handle(client, out);
    }
  }
  // As in the host's loop: judge, commit, flush, send.
  void end_turn(wire::Outbox& out) {
    for (const auto& event : host_->sessions.drain_events()) {
      if (event.kind == SessionEvent::Kind::silent)
        host_->relay.presence().on_silent(event.session, now);
      else if (event.kind == SessionEvent::Kind::active)
        host_->relay.presence().on_heard_again(event.session, now);
      else
        host_->relay.presence().on_over(event.session, now);
    }
    host_->relay.tick({now, out});
    while (!host_->relay.apply_verdicts({now, out})) {
    }
    commit();
    host_->sessions.flush(out, now);
    send(out, host_address());
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
      const auto datagram = std::move(network_.extract(network_.begin()).mapped());
      if (datagram.to == host_address())
        deliver_to_host(datagram);
      else
        deliver_to_client(datagram);
    }
  }
  void deliver_to_host(const InFlight& datagram) {
    if (!host_) return;
    wire::Outbox out;
    host_->sessions.receive({datagram.from, datagram.bytes}, now, out, [&](const auto& message) {
      host_->relay.receive_message(message, {now, out});
    });
    end_turn(out);
  }
  void deliver_to_client(const InFlight& datagram) {
    for (auto& client : clients_) {
      if (!(client->at == datagram.to)) continue;
      wire::Outbox out;
      client->session->receive(datagram.bytes, now, out);
      send_and_handle(*client, out);
    }
  }
  void tick_all() {
    if (host_) {
      wire::Outbox out;
      end_turn(out);
    }
    for (auto& client : clients_) {
      const auto due = client->session->next_due();
      if (!due || *due > now.steady) continue;
      wire::Outbox out;
      client->session->tick(now, out);
      send_and_handle(*client, out);
    }
  }
  std::optional<SteadyTime> next_event() const {
    std::optional<SteadyTime> next;
    const auto add = [&](std::optional<SteadyTime> other) {
      if (other && (!next || *other < *next)) next = other;
    };
    if (!network_.empty()) add(network_.begin()->first);
    for (const auto& client : clients_) add(client->session->next_due());
    if (host_) {
      add(host_->sessions.next_due());
      add(host_->relay.next_due());
      if (host_->sessions.table().has_events()) add(now.steady);
    }
    return next;
  }

  unsigned seed_;
  std::map<std::pair<uint16_t, uint16_t>, std::mt19937> random_;
  relay::Settings settings_;
  secure::Identity identity_ = secure::Identity::ephemeral();
  std::unique_ptr<Host> host_;
  std::vector<std::unique_ptr<TestClient>> clients_;
  std::multimap<SteadyTime, InFlight> network_;
  uint16_t next_port_ = 20000;
  int tokens_ = 0;
  // The content of a store.
  std::map<room::MemberId, room::MemberRecord> seats_;
  std::vector<room::Entry> entries_;
  room::MemberId last_member_ = 0;
};

}  // namespace moonroom::session

// Helpers of the relay's tests: people at numbered seats (seat 3 is 192.168.0.3, port 1003) who
// send and receive datagrams, and a clock that the test moves. The received datagrams are one line
// of text:
//
//     join(1, "ada");
//     join(2, "bob");
//     CHECK(say(1, "hi") == "2:ada: hi");
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "relay/relay.h"
#include "support/fake_judge.h"

namespace moonroom::support {

inline wire::Endpoint seat(int number) {
  return {wire::v4_address({192, 168, 0, static_cast<uint8_t>(number)}),
          static_cast<uint16_t>(1000 + number),
          {}};
}

/// The endpoint of this session, at a seat.
inline wire::Endpoint in_session(uint64_t session) {
  auto endpoint = seat(static_cast<int>(session % 200));
  endpoint.session = session;
  return endpoint;
}

class RoomFixture {
 public:
  explicit RoomFixture(relay::Settings settings = {})
      : relay(with_tokens(settings), state, judge) {}

  /// The same in a session: its output follows "#", an entry of the log as "number(flags):line".
  std::string tell_host(uint64_t session, std::string_view message) {
    relay.receive_message({in_session(session), message, false}, {now, out_});
    return settle();
  }
  std::string falls_silent(uint64_t session) {
    relay.presence().on_silent(session, now);
    return settle();
  }
  std::string is_heard_again(uint64_t session) {
    relay.presence().on_heard_again(session, now);
    return settle();
  }
  std::string is_over(uint64_t session) {
    relay.presence().on_over(session, now);
    return settle();
  }

  /// Sends bytes from a seat and returns all datagrams: "1:OK 2:ada joined".
  std::string send(int from, std::string_view bytes) {
    relay.receive({seat(from), bytes, false}, {now, out_});
    return settle();
  }
  std::string join(int from, std::string_view name) { return send(from, "L " + std::string(name)); }
  std::string say(int from, std::string_view text) {
    return send(from, "C x " + std::string(text));
  }
  std::string quit(int from) { return send(from, "Q x"); }
  std::string dies(int from) {
    relay.presence().on_unreachable(seat(from), now);
    return settle();
  }
  std::string announce(std::string_view text) {
    relay.announce(text, now);
    return settle();
  }
  /// Advances time and runs everything due.
  std::string pass(Duration time) {
    now = now + time;
    relay.tick({now, out_});
    return settle();
  }
  std::string settle() {
    while (!relay.apply_verdicts({now, out_})) {
    }
    std::string heard;
    datagrams.clear();
    for (const auto& delivery : out_.deliveries()) {
      if (!heard.empty()) heard += ' ';
      heard += std::to_string(delivery.to.port - 1000) + ':';
      heard += out_.bytes(delivery);
      datagrams.emplace_back(out_.bytes(delivery));
    }
    messages.clear();
    for (const auto& message : out_.messages()) messages.emplace_back(out_.bytes(message.text));
    for (const auto& message : out_.messages())
      add(heard, message.to, in_words(out_.bytes(message.text)));
    for (const auto& closing : out_.closings())
      add(heard, closing.session, "bye " + std::to_string(static_cast<int>(closing.why)));
    out_.clear();
    return heard;
  }
  std::string kick(std::string_view name, std::string_view reason) {
    const auto* member = state.room.find_by_name(name);
    return impose(room::Kick{member ? member->id : 0, std::string(reason)});
  }
  std::string ban(std::string_view whom, Duration length, std::string_view reason) {
    return impose(room::ban_on(whom, length, reason).value());
  }
  /// Imposes a sanction; its result is in `sanctioned`.
  std::string impose(room::Sanction sanction) {
    relay.sanction(std::move(sanction), now);
    auto heard = settle();
    for (auto& result : relay.drain_effects().results)
      if (auto* of = std::get_if<relay::SanctionResult>(&result)) sanctioned = std::move(*of);
    return heard;
  }
  std::string restore(room::Snapshot snapshot) {
    relay.restore(std::move(snapshot), {now, out_});
    return settle();
  }
  std::string close() {
    relay.close({now, out_});
    return settle();
  }

  wire::Outbox& out() { return out_; }

  /// The output of the latest step.
  std::vector<std::string> datagrams;
  std::vector<std::string> messages;
  relay::SanctionResult sanctioned;
  room::RoomState state;
  FakeJudge judge;
  relay::Relay relay;
  Moment now{SteadyTime(std::chrono::hours(1)), WallTime(std::chrono::hours(1))};

 private:
  // Tokens that are easy to read: t1, t2, ...
  relay::Settings with_tokens(relay::Settings settings) {
    settings.make_token = [this] { return "t" + std::to_string(++tokens_); };
    settings.digest = [](std::string_view token) { return "digest of " + std::string(token); };
    return settings;
  }
  static void add(std::string& heard, uint64_t session, const std::string& what) {
    if (!heard.empty()) heard += ' ';
    heard += '#' + std::to_string(session) + ':' + what;
  }
  static std::string in_words(std::string_view message) {
    const auto response = wire::decode_session_answer(message);
    const auto* line = response ? std::get_if<wire::Line>(&*response) : nullptr;
    if (!line) return std::string(message);
    return std::to_string(line->number) + '(' + std::to_string(line->flags) +
           "):" + std::string(line->text);
  }

  int tokens_ = 0;
  wire::Outbox out_;
};

}  // namespace moonroom::support

// The vocabulary of the relay's tests: people at numbered seats (seat 3 is 192.168.0.3, port 1003)
// who send datagrams and hear some, and a clock that the test moves. What was heard is one line of
// text:
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

class Table {
 public:
  explicit Table(relay::Settings settings = {}) : relay(settings, judge) {}

  /// Sends bytes from a seat and returns what everybody heard: "1:OK 2:ada joined".
  std::string send(int from, std::string_view bytes) {
    relay.handle({seat(from), bytes, false}, now, out_);
    return settle();
  }
  std::string join(int from, std::string_view name) { return send(from, "L " + std::string(name)); }
  std::string say(int from, std::string_view text) {
    return send(from, "C x " + std::string(text));
  }
  std::string quit(int from) { return send(from, "Q x"); }
  std::string dies(int from) {
    relay.unreachable(seat(from), now);
    return settle();
  }
  std::string announce(std::string_view text) {
    relay.announce(text, now);
    return settle();
  }
  /// Time passes, and what was due is done.
  std::string pass(Duration time) {
    now = now + time;
    relay.tick(now);
    return settle();
  }
  std::string settle() {
    relay.settle(now, out_);
    std::string heard;
    datagrams.clear();
    for (const auto& delivery : out_.deliveries()) {
      if (!heard.empty()) heard += ' ';
      heard += std::to_string(delivery.to.port - 1000) + ':';
      heard += out_.bytes(delivery);
      datagrams.emplace_back(out_.bytes(delivery));
    }
    out_.clear();
    return heard;
  }
  std::string kick(std::string_view name, std::string_view reason) {
    const auto* member = relay.room().named(name);
    if (!member || !relay.kick(member->id, reason, now, out_)) return "nobody";
    return settle();
  }
  std::string ban(std::string_view whom, Duration length, std::string_view reason) {
    relay.ban(room::ban_on(whom, length, reason), now, out_);
    return settle();
  }
  std::string restore(room::Snapshot snapshot) {
    relay.restore(std::move(snapshot), now, out_);
    return settle();
  }
  std::string close() {
    relay.close(now, out_);
    return settle();
  }

  /// What the last step sent, one by one.
  std::vector<std::string> datagrams;
  FakeJudge judge;
  relay::Relay relay;
  Moment now{SteadyTime(std::chrono::hours(1)), WallTime(std::chrono::hours(1))};

 private:
  wire::Outbox out_;
};

}  // namespace moonroom::support

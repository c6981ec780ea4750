// Two links and a network between them that loses, repeats, delays and reorders packets, from a
// seed and on a simulated clock. It always checks the links' promises to their owner: a due link
// has something to send, a link that has sent everything is not due, and the packets of a burst
// have one size except the last.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <queue>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "link/link.h"

namespace moonroom::link {

struct Weather {
  double loss = 0;
  double doubled = 0;
  /// Reordered packets arrive up to 30 ms late.
  double reordered = 0;
  Duration delay = std::chrono::milliseconds(20);
  /// In each direction; 0 is unlimited. Packets over the limit wait.
  size_t bytes_a_second = 0;
};

class Network {
 public:
  explicit Network(Weather weather_now = {}, unsigned seed = 1)
      : weather(weather_now), chance_(seed) {}

  Weather weather;
  std::array<Link, 2> sides;
  /// The messages that each side received.
  std::array<std::vector<std::string>, 2> heard;
  /// If set, also called for each message.
  std::function<void(int side, std::string_view message)> on_message;
  /// The packets that each side has sent, and the latest of them.
  std::array<size_t, 2> packets{};
  std::array<std::string, 2> latest;
  SteadyTime now = SteadyTime(std::chrono::hours(1));

  void say(int side, std::string_view text) { sides[at(side)].send(SharedBuffer(text)); }

  /// Lets both sides send everything that is due.
  void flush() {
    flush(0);
    flush(1);
  }

  /// Advances to the next event, `until` at the latest. False when there is none.
  bool step(SteadyTime until) {
    flush();
    const auto next = next_event();
    if (!next || *next > until) {
      now = std::max(now, until);
      return false;
    }
    now = std::max(now, *next);
    while (!flying_.empty() && flying_.top().due <= now) arrive();
    return true;
  }
  void pass(Duration time) {
    const auto until = now + time;
    while (step(until)) {
    }
  }
  /// False when `done` has not become true within `limit`.
  bool wait_for(const std::function<bool()>& done, Duration limit = std::chrono::hours(1)) {
    const auto until = now + limit;
    while (!done()) {
      if (!step(until)) return done();
    }
    return true;
  }
  bool is_quiet() const { return flying_.empty() && !sides[0].next_due() && !sides[1].next_due(); }

  /// Larger packets are lost.
  size_t carries = SIZE_MAX;

 private:
  struct Packet {
    SteadyTime due;
    size_t order;
    int to;
    std::string bytes;
    bool operator<(const Packet& other) const {
      return due != other.due ? due > other.due : order > other.order;
    }
  };

  static size_t at(int side) { return static_cast<size_t>(side); }
  bool happens(double probability) {
    return probability > 0 && std::uniform_real_distribution<double>(0, 1)(chance_) < probability;
  }

  void flush(int side) {
    auto& link = sides[at(side)];
    std::array<char, 1167> packet;
    const auto due = link.next_due();
    const bool is_due = due && *due <= now;
    size_t last = packet.size();
    size_t count = 0;
    while (const auto size = link.fill(packet, now)) {
      const bool is_whole = last == packet.size() || last == kBaseFrames;
      if (!is_whole || size > last)
        FAIL("a packet that is not the last is shorter than the others");
      last = size;
      ++count;
      send(side, std::string(packet.data(), size));
    }
    // No text ends with a zero byte in these tests.
    const bool is_probe = count == 1 && last == packet.size();
    const bool may_be_padded = last == packet.size() || last == kBaseFrames;
    if (count > 0 && may_be_padded && !is_probe && packet.at(last - 1) == 0)
      FAIL("a packet is padded only when another one follows");
    if (is_due != (count > 0)) FAIL("a link sends when it is due, and only then");
    if (link.next_due() && *link.next_due() <= now) FAIL("a link that has said all is not due");
    packets[at(side)] += count;
  }

  void send(int side, const std::string& bytes) {
    latest[at(side)] = bytes;
    const auto leaves = passes(side, bytes.size());
    if (bytes.size() > carries) return;
    for (int copies = happens(weather.doubled) ? 2 : 1; copies > 0; --copies) {
      if (happens(weather.loss)) continue;
      auto due = leaves + weather.delay;
      if (happens(weather.reordered)) due += late();
      flying_.push({due, ++order_, 1 - side, bytes});
    }
  }
  Duration late() {
    return std::chrono::microseconds(std::uniform_int_distribution<int>(0, 30'000)(chance_));
  }
  /// When a packet has passed the bottleneck.
  SteadyTime passes(int side, size_t bytes) {
    if (weather.bytes_a_second == 0) return now;
    const auto takes = Duration(1'000'000'000 * (bytes + 61) / weather.bytes_a_second);
    free_at_[at(side)] = std::max(free_at_[at(side)], now) + takes;
    return free_at_[at(side)];
  }

  void arrive() {
    const auto packet = flying_.top();
    flying_.pop();
    const bool good =
        sides[at(packet.to)].receive(packet.bytes, now, [&](std::string_view message) {
          heard[at(packet.to)].emplace_back(message);
          if (on_message) on_message(packet.to, message);
        });
    if (!good) FAIL("a link takes what another one sends");
  }

  std::optional<SteadyTime> next_event() const {
    std::optional<SteadyTime> next;
    const auto consider = [&](SteadyTime time) { next = std::min(time, next.value_or(time)); };
    for (const auto& side : sides) {
      if (const auto due = side.next_due()) consider(*due);
    }
    if (!flying_.empty()) consider(flying_.top().due);
    return next;
  }

  std::mt19937 chance_;
  std::priority_queue<Packet> flying_;
  std::array<SteadyTime, 2> free_at_{};
  size_t order_ = 0;
};

}  // namespace moonroom::link

// Sessions (docs/protocol.md), built from the same parts as the bundled client, without the work
// that costs a client little and a thousand members much: messages are parsed in place. Accepts any
// host key; never resumes.
#include <algorithm>
#include <array>
#include <cstdint>

#include "bench/load/tongue.h"
#include "link/link.h"
#include "secure/handshake_client.h"
#include "session/keep_alive.h"
#include "wire/sealed.h"
#include "wire/session_text.h"

namespace moonroom::bench {
namespace {

// The text of an entry of the room's log (wire/line.h); empty when it is cut short. Decoding all of
// it and checking its UTF-8 would take a sixth of the generator's time, and the line is verified
// anyway.
std::string_view text_of(std::string_view entry) {
  constexpr unsigned kMessage = 0x40;
  constexpr unsigned kNamed = 0x80;
  constexpr size_t kNumberAt = 2;
  constexpr size_t kTimeBytes = 4;
  const auto byte = [&](size_t at) -> size_t {
    return at < entry.size() ? static_cast<unsigned char>(entry[at]) : 0;
  };
  const auto flags = byte(1);
  auto at = kNumberAt + (size_t{1} << (byte(kNumberAt) >> 6)) + kTimeBytes;
  if (!(flags & kMessage)) at += 1 + byte(at);
  at += 1 + (flags & kNamed ? 0 : byte(at));
  return entry.substr(std::min(at, entry.size()));
}

class SessionTongue final : public Tongue {
 public:
  explicit SessionTongue(std::string_view name) : name_(name) {}

  void begin_turn(SteadyTime now) override { now_ = now; }
  void knock(const Send& send) override {
    greeting_.emplace(wire::Endpoint(), moment());
    end_turn({}, send);
  }
  bool is_in() const override { return in_; }
  void say(std::string_view text, const Send&) override { tell_host(wire::Say{++said_, text}); }
  void leave(const Send& send) override {
    tell_host(wire::Leave{});
    send_packets(send);
  }
  void take(std::string_view bytes, const Hear& hear, const Send& send) override {
    const auto protocol = wire::protocol_of(bytes);
    if (protocol == wire::Protocol::sealed && keys_) open(bytes, hear);
    if (protocol == wire::Protocol::handshake && greeting_)
      shake_hands(greeting_->receive(bytes, moment(), out_), send);
  }
  void end_turn(const Hear&, const Send& send) override {
    if (greeting_ && greeting_->next_due() <= now_)
      shake_hands(greeting_->tick(moment(), out_), send);
    if (!keys_) return;
    if (pulse_.next_due(link_.backlog() > 0) <= now_) {
      link_.ping();
      pulse_.on_probe_sent(now_);
    }
    send_packets(send);
  }
  std::optional<SteadyTime> next_due() const override {
    if (greeting_) return greeting_->next_due();
    if (!keys_) return std::nullopt;
    const auto pulse = pulse_.next_due(link_.backlog() > 0);
    return std::min(pulse, link_.next_due().value_or(pulse));
  }

 private:
  // Sessions do not use the wall clock.
  Moment moment() const { return {now_, {}}; }

  void shake_hands(secure::HandshakeClient::Outcome outcome, const Send& send) {
    for (const auto& delivery : out_.deliveries()) send(out_.bytes(delivery));
    out_.clear();
    if (!outcome) return;
    greeting_.reset();
    if (!*outcome) return;
    keys_.emplace(std::move((*outcome)->keys));
    pulse_ = session::KeepAlive(now_);
    tell_host(wire::ComeIn{name_});
  }

  void open(std::string_view packet, const Hear& hear) {
    std::array<char, wire::kMaxPacket> frames;
    const auto opened = packet.size() <= frames.size() ? keys_->open(packet, frames) : std::nullopt;
    if (!opened) return;
    pulse_.on_received(now_);
    link_.receive(*opened, now_, [&](std::string_view message) { take_message(message, hear); });
  }

  void take_message(std::string_view message, const Hear& hear) {
    if (message.starts_with('M')) return hear(text_of(message));
    const auto answer = wire::decode_session_answer(message);
    if (!answer) return;
    if (std::holds_alternative<wire::Welcome>(*answer)) in_ = true;
    if (std::holds_alternative<wire::End>(*answer)) in_ = false;
  }

  void tell_host(const wire::SessionRequest& request) {
    link_.send(link::SharedBuffer(wire::encode(request)));
  }

  void send_packets(const Send& send) {
    std::array<char, wire::kMaxFrames> frames;
    std::array<char, wire::kMaxPacket> packet;
    while (const auto size = link_.fill(frames, now_)) {
      send({packet.data(), keys_->seal({frames.data(), size}, packet)});
      pulse_.on_sent(now_);
    }
  }

  std::string name_;
  SteadyTime now_;
  bool in_ = false;
  uint64_t said_ = 0;
  std::optional<secure::HandshakeClient> greeting_;
  wire::Outbox out_;
  std::optional<secure::Keys> keys_;
  link::Link link_;
  session::KeepAlive pulse_{SteadyTime()};
};

}  // namespace

std::unique_ptr<Tongue> session_tongue(std::string_view name) {
  return std::make_unique<SessionTongue>(name);
}

}  // namespace moonroom::bench

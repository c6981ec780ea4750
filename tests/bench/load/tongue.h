// A member's side of one server's protocol: the bytes of a login and of a line, and the messages in
// received bytes. No socket and no clock.
//
// A turn is what happens to one member at one moment: it begins, the member logs in, sends, or
// takes all received bytes, and it ends. Most protocols ignore the time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"

namespace moonroom::bench {

class Tongue {
 public:
  using Send = std::function<void(std::string_view bytes)>;
  /// A message, without the protocol around it.
  using Hear = std::function<void(std::string_view message)>;

  Tongue() = default;
  Tongue(const Tongue&) = delete;
  Tongue& operator=(const Tongue&) = delete;
  virtual ~Tongue() = default;

  /// Called before the functions below; `now` never runs backwards.
  virtual void begin_turn(SteadyTime) {}
  /// Asks to join; repeated while there is no answer, except on a stream.
  virtual void knock(const Send& send) = 0;
  virtual bool is_in() const = 0;
  /// Data that can share a packet with later lines is sent at the end of the turn.
  virtual void say(std::string_view text, const Send& send) = 0;
  /// Asks to leave; an answer confirms it. Implemented only for servers whose crowds leave.
  virtual void leave(const Send&) {}
  /// Takes a datagram, or the next bytes of a stream.
  virtual void take(std::string_view bytes, const Hear& hear, const Send& send) = 0;
  /// All received bytes have been taken and all lines sent, or a timer is due. For work that is not
  /// needed for each datagram or line.
  virtual void end_turn(const Hear&, const Send&) {}
  /// When the next turn is due if nothing happens before; nullopt for never.
  virtual std::optional<SteadyTime> next_due() const { return std::nullopt; }
};

/// For streams: keeps the beginning of a message until the rest arrives.
class StreamTongue : public Tongue {
 public:
  void say(std::string_view text, const Send&) final { said_ += request(text); }
  void take(std::string_view bytes, const Hear& hear, const Send& send) final;
  void end_turn(const Hear&, const Send& send) final;

 protected:
  /// The request that sends `text`.
  virtual std::string request(std::string_view text) const = 0;
  /// Takes one complete message off the front and returns its size; 0 when it is incomplete.
  virtual size_t take_message(std::string_view bytes, const Hear& hear, const Send& send) = 0;

 private:
  std::string rest_;
  std::string said_;
};

std::unique_ptr<Tongue> text_tongue(std::string_view name);
/// Several lines in a datagram, each followed by a line feed.
std::unique_ptr<Tongue> packed_tongue(std::string_view name);
/// Sessions: encrypted, reliable, with timers of their own.
std::unique_ptr<Tongue> session_tongue(std::string_view name);
std::unique_ptr<Tongue> mqtt_tongue(std::string_view name);
std::unique_ptr<Tongue> nats_tongue(std::string_view name);
std::unique_ptr<Tongue> irc_tongue(std::string_view name);

}  // namespace moonroom::bench

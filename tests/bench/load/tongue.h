// How one member talks to one kind of server: which bytes bring him in and say a line, and what he
// hears in those that come. No socket and no clock.
//
// A turn is what happens to one member at one moment: it begins, he knocks, speaks, or takes all
// that is there, and it ends. Most protocols do not know what time it is.
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

  /// Before any of those below; `now` never runs backwards.
  virtual void begin_turn(SteadyTime) {}
  /// Asks to be let in; repeated while there is no answer, unless the bytes are a stream's.
  virtual void knock(const Send& send) = 0;
  virtual bool is_in() const = 0;
  /// What may share a packet with what is said next goes out at the end of the turn.
  virtual void say(std::string_view text, const Send& send) = 0;
  /// Asks to be let go; he is out when that has been answered. Only those know how whose crowds
  /// come and go.
  virtual void leave(const Send&) {}
  /// Takes a datagram, or the next bytes of a stream.
  virtual void take(std::string_view bytes, const Hear& hear, const Send& send) = 0;
  /// All that was there has been taken or said, or it is time for what was due: for what need not
  /// be done for each datagram or line, and what nobody else asks for.
  virtual void end_turn(const Hear&, const Send&) {}
  /// When there is to be a turn if nothing happens before; nothing when never.
  virtual std::optional<SteadyTime> next_due() const { return std::nullopt; }
};

/// Bytes that come in pieces: keeps the beginning of a message until the rest is there.
class StreamTongue : public Tongue {
 public:
  void say(std::string_view text, const Send&) final { said_ += request(text); }
  void take(std::string_view bytes, const Hear& hear, const Send& send) final;
  void end_turn(const Hear&, const Send& send) final;

 protected:
  /// What the server is told when `text` is said.
  virtual std::string request(std::string_view text) const = 0;
  /// Takes one whole message off the front and returns its size; 0 when it is not whole yet.
  virtual size_t take_message(std::string_view bytes, const Hear& hear, const Send& send) = 0;

 private:
  std::string rest_;
  std::string said_;
};

std::unique_ptr<Tongue> text_tongue(std::string_view name);
/// Several lines in a datagram, with line feeds between and behind them.
std::unique_ptr<Tongue> packed_tongue(std::string_view name);
/// Sealed, reliable, and alive by itself.
std::unique_ptr<Tongue> session_tongue(std::string_view name);
std::unique_ptr<Tongue> mqtt_tongue(std::string_view name);
std::unique_ptr<Tongue> nats_tongue(std::string_view name);
std::unique_ptr<Tongue> irc_tongue(std::string_view name);

}  // namespace moonroom::bench

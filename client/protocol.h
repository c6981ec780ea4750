// A protocol between client and host: orders, datagrams and the time go in, datagrams and events
// come out. Pure: no socket and no clock of its own. Its owner must call `tick` at `next_due`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "client/messages.h"

namespace moonroom::client {

struct Outcome {
  std::vector<std::string> datagrams;
  std::vector<Event> events;
};

class Protocol {
 public:
  virtual ~Protocol() = default;

  /// `Mark` is handled by the caller.
  virtual void order(const Order& order, Moment now, Outcome& out) = 0;
  virtual void receive(std::string_view datagram, Moment now, Outcome& out) = 0;
  /// ICMP reports that nothing listens at the host's port.
  virtual void unreachable(Moment now, Outcome& out) = 0;
  virtual void tick(Moment now, Outcome& out) = 0;

  /// When to call `tick` if nothing happens before; nullopt for never.
  virtual std::optional<SteadyTime> next_due() const = 0;
  /// The last event has been emitted.
  virtual bool over() const = 0;
};

}  // namespace moonroom::client

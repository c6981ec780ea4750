// How the client speaks with a host: orders, datagrams and moments go in, datagrams and events come
// out. Pure: no socket and no clock of its own. Whoever owns it calls `tick` at `next_due`.
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

  /// `Mark` never gets here.
  virtual void order(const Order& order, Moment now, Outcome& out) = 0;
  virtual void receive(std::string_view datagram, Moment now, Outcome& out) = 0;
  /// The host's machine said that nobody listens there.
  virtual void unreachable(Moment now, Outcome& out) = 0;
  virtual void tick(Moment now, Outcome& out) = 0;

  /// When `tick` is to be called if nothing happens before; nothing when never.
  virtual std::optional<SteadyTime> next_due() const = 0;
  /// The last event has been told.
  virtual bool over() const = 0;
};

}  // namespace moonroom::client

// The places of an HTTP server: a bounded number of connections, each with a deadline that nothing
// it sends can move. Pure: says which connections to close, and closes none.
//
// A newcomer always finds a place: when all are taken, the connection that has been asking for the
// longest time is to go, or else the one that has been answered for the longest.
#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <vector>

#include "base/moment.h"

namespace moonroom::metrics {

class HttpPlaces {
 public:
  struct Limits {
    size_t most = 64;
    /// From the accept until the request is complete.
    Duration to_ask = std::chrono::seconds(10);
    /// From then until the answer has left.
    Duration to_read = std::chrono::seconds(20);
  };
  explicit HttpPlaces(const Limits& limits) : limits_(limits) {}

  /// The descriptor that must be closed before the next newcomer is let in, if any. It keeps its
  /// place until `remove`.
  std::optional<int> to_evict() const;
  void add(int descriptor, SteadyTime now);
  void mark_answered(int descriptor, SteadyTime now);
  void remove(int descriptor);

  /// Those whose time is over: each is returned once.
  std::vector<int> pop_overdue(SteadyTime now);
  std::optional<SteadyTime> next_due() const;
  size_t size() const { return open_.size(); }

 private:
  struct Open {
    int descriptor = -1;
    bool answered = false;
    bool closing = false;
    SteadyTime deadline{};
  };
  Open* find(int descriptor);

  Limits limits_;
  // In the order of their accepts.
  std::list<Open> open_;
};

}  // namespace moonroom::metrics

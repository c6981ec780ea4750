// The connections of an HTTP server: a bounded number, each with a deadline that its client cannot
// extend. Pure: says which connections to close, and closes none.
//
// A new connection is always accepted: at the limit it replaces the connection that has been
// sending its request for the longest time, or else the one that has been receiving its answer for
// the longest.
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
    /// From the accept to the complete request.
    Duration to_ask = std::chrono::seconds(10);
    /// From the complete request to the end of the answer.
    Duration to_read = std::chrono::seconds(20);
  };
  explicit HttpPlaces(const Limits& limits) : limits_(limits) {}

  /// The connection to close before the next one is accepted, if any. It counts until `remove`.
  std::optional<int> to_evict() const;
  void add(int descriptor, SteadyTime now);
  void mark_answered(int descriptor, SteadyTime now);
  void remove(int descriptor);

  /// Connections that are past their deadline; each is returned once.
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

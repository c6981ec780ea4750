// The requests that the worker has not answered, oldest first; the first of them are in the ring.
// Events that no script judges wait among them for their turn, and are never sent. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/fifo.h"
#include "ring/message.h"

namespace moonroom::ring {

class PendingRequests {
 public:
  bool empty() const { return queue_.empty(); }
  size_t size() const { return queue_.size(); }
  /// The number of events among them.
  size_t events() const { return events_; }
  bool has_sent() const { return sent_ > 0; }
  uint64_t last_number() const { return last_number_; }
  Request& front() { return queue_.front(); }
  const Request& front() const { return queue_.front(); }

  void add_task(Task task, WallTime time) { next_slot(time).task = std::move(task); }
  /// Copies the event into a used slot, so that a line allocates nothing.
  void add_event(const room::Event& event, WallTime time) {
    next_slot(time).task = event;
    ++events_;
  }
  /// Adds a request of an earlier worker under a new number.
  void add_again(Request request);

  /// The next request for the ring, or null when there is none or `most` requests have been sent.
  Request* next_to_send(size_t most);
  /// The request that `next_to_send` returned is in the ring.
  void mark_sent() { ++sent_; }
  /// The ring is gone.
  void mark_unsent() { sent_ = 0; }

  /// Removes the front and leaves `into`'s old content in its slot.
  void take_front(Request& into);
  /// The event at the front that no script judges, or null. The caller removes it at once.
  const room::Event* passing_front() const;
  void drop_front();
  /// Removes the oldest event that was sent. False when there is none.
  bool take_sent_event(Request& into);
  /// Removes all requests: those of the last worker.
  Fifo<Request> take_all();
  void trim_memory(size_t elements) { queue_.trim_memory(elements); }

 private:
  Request& next_slot(WallTime time);
  void forget_front();

  Fifo<Request> queue_;
  size_t sent_ = 0;
  size_t events_ = 0;
  uint64_t last_number_ = 0;
};

}  // namespace moonroom::ring

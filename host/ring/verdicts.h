// Judged events in their order, until the relay takes them. Memory of taken ones is re-used, so
// that a line allocates nothing. Pure.
#pragma once

#include <cstddef>
#include <utility>

#include "base/fifo.h"
#include "room/judge.h"

namespace moonroom::ring {

class Verdicts {
 public:
  bool empty() const { return judged_.empty(); }
  size_t size() const { return judged_.size(); }
  const Fifo<room::Judged>& all() const { return judged_; }

  /// The slot of a new verdict, with old contents to overwrite.
  room::Judged& add() { return judged_.next_slot(); }
  /// The event happens, and scripts add nothing.
  void pass(const room::Event& event) {
    auto& judged = add();
    judged.event = event;
    judged.verdict = {};
  }
  /// Actions without an event in the room.
  void act(std::vector<room::Action> actions) {
    judged_.push_back({room::WorkerActivity{}, {true, {}, std::move(actions)}});
  }

  /// Removes the oldest verdict. Valid until the next call.
  const room::Judged& take() {
    std::swap(latest_, judged_.front());
    judged_.leave_front();
    return latest_;
  }
  void trim_memory(size_t elements) { judged_.trim_memory(elements); }

 private:
  Fifo<room::Judged> judged_;
  room::Judged latest_;
};

}  // namespace moonroom::ring

// The receiving side of a link: orders and reassembles fragments, and decides which acknowledgement
// to send, and when.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/fifo.h"
#include "base/moment.h"
#include "link/frame.h"
#include "link/shared_buffer.h"
#include "link/timing.h"

namespace moonroom::link {

class Receiving {
 public:
  using Deliver = std::function<void(std::string_view)>;

  /// False for a fragment that violates the protocol.
  bool accept(const Fragment& piece, SteadyTime now, const Deliver& deliver);
  /// The peer waits for an acknowledgement.
  void on_ack_requested(SteadyTime now);

  /// When an acknowledgement must be sent by itself; kNever when none is due.
  SteadyTime ack_due() const { return ack_due_; }
  /// True when a packet that leaves anyway should carry an acknowledgement.
  bool has_ack() const { return ack_due_ != kNever; }
  /// The acknowledgement to send now; it counts as sent.
  Ack pop_ack(SteadyTime now);

  /// Received duplicates.
  uint64_t doubled() const { return doubled_; }

 private:
  struct Early {
    SharedBuffer body;
    bool came = false;
    bool ends_message = true;
  };

  bool assemble(std::string_view bytes, bool ends_message, const Deliver& deliver);
  bool assemble_early(const Deliver& deliver);
  void store_early(const Fragment& piece, uint32_t ahead);
  void ack_by(SteadyTime due);
  uint64_t early_bits() const;

  uint32_t expected_ = 1;
  uint32_t untold_ = 0;
  // The first element is number expected_ + 1.
  Fifo<Early> early_;
  std::string begun_;
  SteadyTime ack_due_ = kNever;
  SteadyTime told_at_{};
  uint64_t doubled_ = 0;
};

}  // namespace moonroom::link

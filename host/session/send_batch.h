// The output of one turn, grouped by session. A turn's messages are collected first, and then each
// session is visited once: of a thousand sessions, none stays in the processor's caches from line
// to line. Pure, and without allocation once its memory has grown.
//
// `Recipient` is the entry of a session: it has `wire::SessionId id() const` and `uint32_t
// batch_slot`, which is kNotInBatch at first and belongs to the batch. A recipient that is
// destroyed is removed from the batch before.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "link/link.h"
#include "wire/datagram.h"

namespace moonroom::session {

inline constexpr uint32_t kNotInBatch = UINT32_MAX;

template <class Recipient>
class SendBatch {
 public:
  /// Adds a recipient that has perhaps something to send.
  void add(Recipient& recipient) { target_for(recipient); }

  /// Adds the outbox's messages and closings. `find` returns the recipient of a session, or null:
  /// its messages are dropped. Returns the number of the others.
  template <class Find>
  size_t add(const wire::Outbox& out, const Find& find) {
    const auto before = items_.size();
    uint32_t line = kNone;
    size_t place = 0;
    for (const auto& message : out.messages()) {
      // A message for many recipients is in the outbox in one run.
      if (message.text.offset != line) {
        bodies_.emplace_back(out.bytes(message.text));
        line = message.text.offset;
        place = 0;
      }
      if (auto* target = next_target(message.to, place, find)) append_last_body(*target);
    }
    for (const auto& closing : out.closings())
      if (auto* recipient = find(closing.session)) target_for(*recipient).closing = closing.why;
    return items_.size() - before;
  }

  void remove(Recipient& recipient) {
    if (recipient.batch_slot == kNotInBatch) return;
    targets_[recipient.batch_slot] = {};
    recipient.batch_slot = kNotInBatch;
  }

  /// Empties the batch. For each recipient, in the order in which they were added, it calls `send`
  /// with each message and then `finish` with its closing. `finish` can destroy this recipient, and
  /// no other.
  template <class Send, class Finish>
  void drain(const Send& send, const Finish& finish) {
    for (const auto& target : targets_) {
      if (!target.recipient) continue;
      target.recipient->batch_slot = kNotInBatch;
      for (auto item = target.first; item != kNone; item = items_[item].next)
        send(*target.recipient, bodies_[items_[item].body]);
      finish(*target.recipient, target.closing);
    }
    targets_.clear();
    order_hint_.clear();
    items_.clear();
    bodies_.clear();
  }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Target {
    wire::SessionId id = 0;
    // Null when the session has ended.
    Recipient* recipient = nullptr;
    // Its messages: the first and the last of a chain of items.
    uint32_t first = kNone;
    uint32_t last = kNone;
    std::optional<wire::Parting> closing{};
  };
  struct Item {
    uint32_t body = 0;
    uint32_t next = kNone;
  };

  Target& target_for(Recipient& recipient) {
    if (recipient.batch_slot == kNotInBatch) {
      recipient.batch_slot = static_cast<uint32_t>(targets_.size());
      targets_.push_back({recipient.id(), &recipient});
    }
    return targets_[recipient.batch_slot];
  }

  // Most recipients of one line also receive the next, in the same order.
  template <class Find>
  Target* next_target(wire::SessionId id, size_t& place, const Find& find) {
    for (size_t ahead = place; ahead < std::min(place + 2, order_hint_.size()); ++ahead) {
      auto& target = targets_[order_hint_[ahead]];
      if (target.id != id) continue;
      place = ahead + 1;
      return &target;
    }
    auto* recipient = find(id);
    if (!recipient) return nullptr;
    auto& target = target_for(*recipient);
    if (place == order_hint_.size()) {
      order_hint_.push_back(recipient->batch_slot);
      ++place;
    }
    return &target;
  }

  void append_last_body(Target& target) {
    const auto item = static_cast<uint32_t>(items_.size());
    items_.push_back({static_cast<uint32_t>(bodies_.size() - 1)});
    (target.last == kNone ? target.first : items_[target.last].next) = item;
    target.last = item;
  }

  std::vector<Target> targets_;
  // Slots of targets, in the order of the turn's first line.
  std::vector<uint32_t> order_hint_;
  std::vector<Item> items_;
  std::vector<link::SharedBuffer> bodies_;
};

}  // namespace moonroom::session

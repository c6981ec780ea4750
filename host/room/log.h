// The room as a numbered log: every post, in order. Each post becomes an entry before it is
// delivered. The log grows within a turn; its owner calls `trim` once all consumers have read the
// new entries. New entries reuse the memory of dropped ones.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/fifo.h"
#include "base/moment.h"
#include "room/event.h"

namespace moonroom::room {

struct Entry {
  uint64_t number = 0;
  WallTime time;
  Post post;

  static void fields(auto& it, auto& visit) { visit(it.number, it.time, it.post); }
};

class Log {
 public:
  /// Appends `post` under the next number, or under `number` if that is greater. The reference is
  /// valid until the next append.
  const Entry& append(const Post& post, WallTime time, uint64_t number = 0);

  /// Drops the oldest entries beyond the history limit.
  void trim();
  /// Continues another log.
  void restore(std::vector<Entry> entries, uint64_t last);

  /// The entries with a greater number, as far as they have not been dropped.
  struct Tail {
    Fifo<Entry>::Iterator first, last;
    auto begin() const { return first; }
    auto end() const { return last; }
  };
  Tail after(uint64_t number) const;
  /// The latest entries, at most so many.
  Tail latest(size_t most) const { return after(last_ - std::min<uint64_t>(most, last_)); }

  const Fifo<Entry>& entries() const { return entries_; }
  /// The number of the latest entry, or 0 in an empty log.
  uint64_t last() const { return last_; }

 private:
  // The history for newcomers and the console; enough for a day of a class.
  static constexpr size_t kKept = 1000;

  Fifo<Entry> entries_;
  uint64_t last_ = 0;
};

}  // namespace moonroom::room

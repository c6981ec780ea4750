// The room as a numbered log: everything that was posted, in order. Whatever is posted becomes an
// entry first and is delivered second. Grows by what a turn posts; its owner calls `trim` when
// everybody has seen the new ones. An entry is written into the memory of one that was dropped.
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
};

class Log {
 public:
  /// Gives `post` the next number, or `number` if that is greater. The reference is valid until the
  /// next append.
  const Entry& append(const Post& post, WallTime time, uint64_t number = 0);

  /// Drops the oldest beyond what is looked back to.
  void trim();
  /// Goes on where another log ended.
  void restore(std::vector<Entry> entries, uint64_t last);

  /// The entries behind the one of this number, as far as they are still there.
  struct Tail {
    Fifo<Entry>::Iterator first, last;
    auto begin() const { return first; }
    auto end() const { return last; }
  };
  Tail after(uint64_t number) const;
  /// The latest entries, at most so many.
  Tail latest(size_t most) const { return after(last_ - std::min<uint64_t>(most, last_)); }

  const Fifo<Entry>& entries() const { return entries_; }
  /// The number of the latest entry, 0 when nothing was posted yet.
  uint64_t last() const { return last_; }

 private:
  // What a newcomer's history and the console look back to; a day's talk of a class fits.
  static constexpr size_t kKept = 1000;

  Fifo<Entry> entries_;
  uint64_t last_ = 0;
};

}  // namespace moonroom::room

// Compares sent and received lines: every member must receive each line of the others once, each
// author's in order, and all in the order of the room's numbers. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "network/crowd/line.h"
#include "network/crowd/sample.h"

namespace moonroom::network {

struct Tally {
  uint64_t said = 0;
  uint64_t heard = 0;
  /// Deliveries that never happened.
  uint64_t lost = 0;
  uint64_t doubled = 0;
  /// After a later line of the same author, or after a higher number of the room.
  uint64_t out_of_order = 0;
  /// Of no author, or the receiver's own.
  uint64_t wrong = 0;
  /// Messages other than the crowd's lines: joins, or notices of the host.
  uint64_t notices = 0;
  Sample latency;

  bool is_clean() const { return lost + doubled + out_of_order + wrong == 0; }
};

class Account {
 public:
  /// Starts a new tally with so many members and talkers; line numbers continue.
  void begin(uint32_t members, uint32_t talkers);

  /// The next line of an author, sent now.
  Line say(uint32_t author, SteadyTime now);
  /// `number` is the room's; 0 where it has none.
  void hear(uint32_t listener, uint64_t number, std::string_view text, SteadyTime now);
  /// Counts lines as lost that were sent before that moment and not received by all.
  void give_up(SteadyTime before);

  /// Lines of this author that not everybody has received.
  size_t unheard(uint32_t author) const { return authors_[author].open.size(); }
  bool all_heard() const;
  Tally& tally() { return tally_; }

 private:
  struct Open {
    SteadyTime said;
    uint32_t missing = 0;
  };
  struct Author {
    uint64_t last = 0;
    // The numbers after the settled ones, up to `last`.
    std::deque<Open> open;
  };
  struct Stream {
    uint64_t next = 1;
    std::set<uint64_t> skipped;
  };
  struct Ear {
    uint64_t number = 0;
    std::vector<Stream> by_author;
  };

  enum class Order { in_turn, overtaken, doubled };
  static Order note(Stream& stream, uint64_t number);
  bool settle(Author& author, uint64_t number);

  uint32_t members_ = 0;
  std::vector<Author> authors_;
  std::vector<Ear> ears_;
  Tally tally_;
};

}  // namespace moonroom::network

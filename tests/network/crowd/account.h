// What was said and what was heard, held against each other: everybody is to hear each line of the
// others once, each author's in his order, and all in the order of the room's numbers. Pure.
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
  /// Deliveries that were waited for in vain.
  uint64_t lost = 0;
  uint64_t doubled = 0;
  /// After a later line of the same author, or after a higher number of the room.
  uint64_t out_of_order = 0;
  /// By nobody, or one's own.
  uint64_t wrong = 0;
  /// What is no line of the crowd: who came in, what the host has to say.
  uint64_t notices = 0;
  Sample latency;

  bool is_clean() const { return lost + doubled + out_of_order + wrong == 0; }
};

class Account {
 public:
  /// Another tally, among so many members, of whom so many talk; members go on counting.
  void begin(uint32_t members, uint32_t talkers);

  /// The next line of an author, said now.
  Line say(uint32_t author, SteadyTime now);
  /// `number`: of the room; 0 where it has none.
  void hear(uint32_t listener, uint64_t number, std::string_view text, SteadyTime now);
  /// What was said before that moment and is not heard by all is lost.
  void give_up(SteadyTime before);

  /// Lines of this author that not everybody has heard.
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
    // The numbers behind those that are settled, up to `last`.
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

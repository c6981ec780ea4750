// The measured conversation: some members send lines, all receive them, and each delivery is
// checked. A closed loop: the next line is sent when all members have received an earlier
// line. A conversation can run several talks in sequence.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "bench/load/crowd.h"
#include "bench/load/heard_before.h"
#include "bench/load/latency.h"
#include "bench/load/line.h"
#include "bench/load/speaker.h"

namespace moonroom::bench {

struct Talk {
  uint32_t speakers = 8;
  /// Lines in flight for each sender: at most kMaxInFlight.
  uint32_t window = 8;
  /// Time between two lines of the talk; 0 means no waiting.
  Duration pace{};
  Lengths lengths = Lengths::equal;
  Duration warm_up{};
  Duration time{};
  /// Ends the measured time early.
  std::function<bool()> enough = [] { return false; };
  /// The time after which an undelivered line counts as lost. Under full load the slowest room of a
  /// thousand needs one second, and a busy machine can stall for several.
  Duration patience = std::chrono::seconds(20);
};

/// The results of one talk. The fields up to `seconds` cover the measured time; those after
/// `latency` the whole talk, including the warm-up.
struct Tally {
  uint64_t lines = 0;
  uint64_t deliveries = 0;
  double seconds = 0;
  /// From sending a line until the last member has received it, however late, for the lines of the
  /// measured time.
  Latency latency;

  /// Not received in time. A delivery with other contents counts as lost and as wrong.
  uint64_t lost = 0;
  uint64_t wrong = 0;
  uint64_t doubled = 0;
  /// Correct, but received before an earlier line.
  uint64_t overtaken = 0;
  /// Correct, but received after it had counted as lost.
  uint64_t late = 0;
  /// The receiver's own line.
  uint64_t echoes = 0;
  uint64_t notices = 0;
};

class Conversation {
 public:
  /// The first members of the crowd will send.
  explicit Conversation(Crowd& crowd);

  /// Calls `mark` when the measured time begins and when it ends. The number of senders is at most
  /// the number of members.
  Result<Tally> talk(const Talk& talk, const std::function<void()>& mark);

 private:
  void speak();
  void say_next(uint32_t speaker);
  bool may_speak(const Speaker& speaker) const;
  bool exchange_until(const std::function<bool()>& done);
  void listen();
  void hear(uint32_t member, std::string_view message);
  void check(uint32_t member, const Heard& heard);
  bool all_heard() const;

  Crowd& crowd_;
  Talk talk_;
  std::vector<Speaker> speakers_;
  /// Of each sender, for each member.
  std::vector<HeardBefore> heard_before_;
  bool speaking_ = false;
  bool measuring_ = false;
  SteadyTime now_;
  SteadyTime next_line_;
  Tally tally_;
};

}  // namespace moonroom::bench

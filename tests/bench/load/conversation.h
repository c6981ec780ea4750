// The measured conversation: some of the crowd speak, all hear, and each delivery is checked. A
// closed loop: what was heard by all makes room for the next line. There may be many talks, one
// after the other.
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
  /// Lines on their way, for each speaker: at most kMostInFlight.
  uint32_t window = 8;
  /// From one line to the next, whoever says them; with 0 there is no waiting.
  Duration pace{};
  Lengths lengths = Lengths::equal;
  Duration warm_up{};
  Duration time{};
  /// Ends the measured time before.
  std::function<bool()> enough = [] { return false; };
  /// A line that somebody has not heard by then is lost to him. Under full load the slowest room of
  /// a thousand needs one second, and a busy machine stands still for several.
  Duration patience = std::chrono::seconds(20);
};

/// What one talk gave. Up to `seconds` it is of the measured time; what follows `latency` is of the
/// whole talk, warm-up too.
struct Tally {
  uint64_t lines = 0;
  uint64_t deliveries = 0;
  double seconds = 0;
  /// From saying a line until the last member has heard it, however late: of what was said in the
  /// measured time.
  Latency latency;

  /// Not heard in time. A delivery that is not as it was said is lost and wrong.
  uint64_t lost = 0;
  uint64_t wrong = 0;
  uint64_t doubled = 0;
  /// Right, but heard before one that was said earlier.
  uint64_t overtaken = 0;
  /// Right, but after it had been counted as lost.
  uint64_t late = 0;
  /// One's own line.
  uint64_t echoes = 0;
  uint64_t notices = 0;
};

class Conversation {
 public:
  /// The first of them will speak.
  explicit Conversation(Crowd& crowd);

  /// Calls `mark` when the measured time begins and when it ends. At most as many speak as are
  /// here.
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
  /// Of each speaker, for each member.
  std::vector<HeardBefore> heard_before_;
  bool speaking_ = false;
  bool measuring_ = false;
  SteadyTime now_;
  SteadyTime next_line_;
  Tally tally_;
};

}  // namespace moonroom::bench

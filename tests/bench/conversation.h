// The measured conversation: some of the crowd speak, all hear, and each delivery is checked. A
// closed loop: what was heard by all makes room for the next line.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "bench/crowd.h"
#include "bench/latency.h"
#include "bench/line.h"
#include "bench/speaker.h"

namespace moonroom::bench {

struct Settings {
  uint32_t speakers = 8;
  /// Lines on their way, for each speaker.
  uint32_t window = 8;
  Duration warm_up{};
  /// What is measured ends after this time, or after `lines` if that is not 0.
  Duration time{};
  uint64_t lines = 0;
  /// A line that somebody has not heard by then is lost to him.
  Duration patience{};
};

struct Tally {
  /// In the measured time.
  uint64_t lines = 0;
  uint64_t deliveries = 0;
  double seconds = 0;
  /// From the beginning to the end, warm-up too.
  uint64_t lost = 0;
  /// Not as said, doubled, out of order, or said back to who said it.
  uint64_t wrong = 0;
  /// Right, but after it had been counted as lost.
  uint64_t late = 0;
  uint64_t notices = 0;
  /// From saying to hearing, of each delivery in the measured time.
  Latency latency;
};

class Conversation {
 public:
  Conversation(Crowd& crowd, const Settings& settings);

  /// Calls `mark` when the measured time begins and when it ends.
  Result<Tally> run(const std::function<void()>& mark);

 private:
  bool speak();
  bool exchange_until(const std::function<bool()>& done);
  void listen();
  void hear(uint32_t member, std::string_view bytes);
  void check(uint32_t member, Line line);

  Crowd& crowd_;
  Settings settings_;
  std::vector<Speaker> speakers_;
  /// The number that must come next, of each speaker, for each member.
  std::vector<uint32_t> expected_;
  bool speaking_ = true;
  SteadyTime now_;
  Tally tally_;
};

}  // namespace moonroom::bench

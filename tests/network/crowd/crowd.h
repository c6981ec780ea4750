// All members, in one process and one loop: they join and talk by a plan, and the account counts
// what they receive.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/deadline_queue.h"
#include "base/moment.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "net/batch.h"
#include "network/crowd/account.h"
#include "network/crowd/member.h"
#include "network/crowd/plan.h"

namespace moonroom::network {

class Crowd : private Fates {
 public:
  Crowd(Protocol protocol, const wire::Endpoint& host);

  /// Adds members until there are `members`; at most `at_once` of them join at a time.
  void invite(uint32_t members, uint32_t at_once);
  /// Every join has been answered.
  bool all_answered() const { return outside_ == 0 && size() == wanted_; }
  void talk(const Plan& plan);
  /// All lines have been sent, and received by all or given up.
  bool talk_is_over();

  /// Waits for something to do, for at most `wait_ms`, and does it.
  void turn(int wait_ms);
  /// Readable when some member can receive something.
  int descriptor() const { return epoll_.get(); }
  /// How long to wait for it, in milliseconds.
  int patience() const;

  uint32_t size() const { return static_cast<uint32_t>(members_.size()); }
  uint64_t said() { return account_.tally().said; }
  Tally& tally() { return account_.tally(); }
  /// From the first attempt to the successful join.
  Sample& arrivals() { return arrivals_; }

  struct Fortunes {
    uint64_t turned_away = 0;
    uint64_t back = 0;
    uint64_t lost_sight = 0;
    uint64_t told = 0;
    uint64_t expelled = 0;
  };
  /// Of all of them, since the last call.
  Fortunes take_fortunes() { return std::exchange(fortunes_, {}); }

 private:
  struct Place {
    std::unique_ptr<Member> member;
    SteadyTime invited;
    bool answered = false;
    SteadyTime due = SteadyTime::max();
  };

  void entered(uint32_t member, bool again) override;
  void turned_away(uint32_t member) override;
  void heard(uint32_t member, uint64_t number, std::string_view text) override;
  void told(uint32_t member, std::string_view text) override;
  void lost_sight(uint32_t member) override;
  void expelled(uint32_t member, std::string_view why) override;

  void open_door();
  void answer(uint32_t member);
  void listen(int wait_ms);
  void take_due();
  void speak();
  void schedule(uint32_t member);

  Protocol protocol_;
  wire::Endpoint host_;
  UniqueFd epoll_;
  net::Batch batch_;
  std::vector<Place> members_;
  DeadlineQueue due_;
  uint32_t wanted_ = 0;
  uint32_t at_once_ = 0;
  uint32_t outside_ = 0;
  Account account_;
  Plan plan_;
  Moment now_;
  SteadyTime last_heard_{};
  Sample arrivals_;
  Fortunes fortunes_;
};

}  // namespace moonroom::network

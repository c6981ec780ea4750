// All members, in one process and one loop: they come in, talk by a plan, and what they hear goes
// into the account.
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

  /// Until there are so many; at most `at_once` of them stand at the door at a time.
  void invite(uint32_t members, uint32_t at_once);
  /// Everybody who was invited has had an answer.
  bool all_answered() const { return outside_ == 0 && size() == wanted_; }
  void talk(const Plan& plan);
  /// All has been said, and heard by all or given up.
  bool talk_is_over();

  /// Waits for something to do, so long at most, and does it.
  void turn(int wait_ms);
  /// Readable when somebody could hear something.
  int descriptor() const { return epoll_.get(); }
  /// How long that may be waited for, in milliseconds.
  int patience() const;

  uint32_t size() const { return static_cast<uint32_t>(members_.size()); }
  uint64_t said() { return account_.tally().said; }
  Tally& tally() { return account_.tally(); }
  /// From being invited to being in.
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

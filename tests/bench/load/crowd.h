// The members of the room, each with a socket of its own, all in one process: they join and send,
// and a callback gets the messages that they receive.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/deadline_queue.h"
#include "base/moment.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "bench/load/language.h"

namespace moonroom::bench {

class Crowd {
 public:
  /// Gets the receiving member and the message.
  using Hear = std::function<void(uint32_t, std::string_view)>;

  /// All connect to that port of this machine. Their names begin with `names`.
  Crowd(const Language& language, uint16_t port, std::string names);

  /// Adds members until there are `members`, some at a time. Repeats a login without an answer a
  /// few times. A Problem names the member that was refused.
  Result<void> join(uint32_t members);
  /// The same, all at once; returns the time until the last one was in.
  Result<Duration> rush_in(uint32_t members);
  /// All but the first `members` leave at once; returns the time until the last one was out.
  Result<Duration> rush_out(uint32_t members);

  uint32_t size() const { return static_cast<uint32_t>(members_.size()); }
  void say(uint32_t number, std::string_view text);
  /// The member has sent everything for now.
  void pause(uint32_t number);
  /// Receives something for each member with pending data, and runs due timers; waits a while if
  /// there is nothing.
  void listen(const Hear& hear, int wait_ms = 10);
  /// Readable when some member can receive something.
  int descriptor() const { return epoll_.get(); }
  /// How long to wait for it, in milliseconds; -1 means forever.
  int patience() const;
  /// Number of repeated logins.
  uint64_t knocks_again() const { return knocks_again_; }
  /// The server closed a connection, or accepts nothing any more.
  bool is_broken() const { return broken_; }

 private:
  struct Member {
    UniqueFd socket;
    std::unique_ptr<Tongue> tongue;
    SteadyTime due = SteadyTime::max();
  };

  Result<void> add_member();
  Result<void> let_in(uint32_t first, Duration patience);
  void knock_again(uint32_t first);
  bool await(uint32_t member, bool inside, Duration patience);
  std::string name_of(uint32_t member) const;
  void knock(uint32_t number);
  void take_what_came(uint32_t number, const Hear& hear);
  void take_due(const Hear& hear);
  void schedule(uint32_t number);
  Tongue::Send sender(const Member& member);

  const Language& language_;
  uint16_t port_;
  std::string names_;
  std::unique_ptr<Wire> wire_;
  UniqueFd epoll_;
  std::vector<Member> members_;
  DeadlineQueue due_;
  uint64_t knocks_again_ = 0;
  bool broken_ = false;
};

}  // namespace moonroom::bench

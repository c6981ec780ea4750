// The members of the room, each with a socket of his own, all in one process: they come in, they
// speak, and what any of them hears is handed on.
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
  /// Given the member who heard it, and the message.
  using Hear = std::function<void(uint32_t, std::string_view)>;

  /// They will meet on that port of this machine. Their names begin with `names`.
  Crowd(const Language& language, uint16_t port, std::string names);

  /// Until there are so many, some at once. Who gets no answer knocks a few times. A Problem says
  /// who was not let in.
  Result<void> join(uint32_t members);
  /// The same, all at once; returns how long it took until the last one was in.
  Result<Duration> rush_in(uint32_t members);
  /// All but the first so many leave, at once; returns how long it took until the last one was out.
  Result<Duration> rush_out(uint32_t members);

  uint32_t size() const { return static_cast<uint32_t>(members_.size()); }
  void say(uint32_t number, std::string_view text);
  /// For the moment he has said all that he has to say.
  void pause(uint32_t number);
  /// Takes something of each member for whom there is something, and lets those do their part whose
  /// time has come; waits a while if there is nothing.
  void listen(const Hear& hear, int wait_ms = 10);
  /// Readable when somebody could hear something.
  int descriptor() const { return epoll_.get(); }
  /// How long that may be waited for, in milliseconds; -1 is for ever.
  int patience() const;
  /// How often somebody had to knock who had done so before.
  uint64_t knocks_again() const { return knocks_again_; }
  /// The server hung up on somebody, or takes nothing any more.
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

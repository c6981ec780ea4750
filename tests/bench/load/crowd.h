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

#include "base/moment.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "bench/load/language.h"

namespace moonroom::bench {

class Crowd {
 public:
  /// Given the member who heard it, and the message.
  using Hear = std::function<void(uint32_t, std::string_view)>;

  /// They will meet on that port of this machine.
  Crowd(const Language& language, uint16_t port);

  /// Until there are so many, some at once. Who gets no answer knocks a few times. A Problem says
  /// who was not let in.
  Result<void> join(uint32_t members);

  uint32_t size() const { return static_cast<uint32_t>(members_.size()); }
  void say(uint32_t member, std::string_view text);
  /// Takes something of each member for whom there is something; waits a while if there is nothing.
  void listen(const Hear& hear, int wait_ms = 10);
  /// Readable when somebody could hear something.
  int descriptor() const { return epoll_.get(); }
  /// The server hung up on somebody, or takes nothing any more.
  bool is_broken() const { return broken_; }

 private:
  struct Member {
    UniqueFd socket;
    std::unique_ptr<Tongue> tongue;
  };

  Result<void> add_member();
  std::optional<uint32_t> let_in(uint32_t first);
  bool await(uint32_t member, Duration patience);
  void knock(const Member& member);
  Tongue::Send sender(const Member& member);

  const Language& language_;
  uint16_t port_;
  std::unique_ptr<Wire> wire_;
  UniqueFd epoll_;
  std::vector<Member> members_;
  bool broken_ = false;
};

}  // namespace moonroom::bench

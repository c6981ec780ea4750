// The members of the room, each with a socket of his own, all in one process: they come in, they
// send, and what any of them receives is handed on.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "net/udp_socket.h"

namespace moonroom::bench {

class Crowd {
 public:
  /// Given the member who heard it, and the bytes.
  using Hear = std::function<void(uint32_t, std::string_view)>;

  /// Each comes in after the one before has got his OK; a request without an answer is repeated a
  /// few times. A Problem says who was not let in and what he was told.
  static Result<Crowd> join(const wire::Endpoint& server, uint32_t members);

  static std::string name_of(uint32_t member);
  uint32_t size() const { return static_cast<uint32_t>(sockets_.size()); }
  /// False when the server is gone.
  bool send(uint32_t member, std::string_view bytes) { return sockets_[member].send(bytes); }
  /// Takes a batch of each member who has something; waits a few milliseconds if nobody has.
  void listen(const Hear& hear);

 private:
  explicit Crowd(UniqueFd epoll) : epoll_(std::move(epoll)) {}

  void add(net::UdpSocket socket);
  std::string log_in(uint32_t member);

  UniqueFd epoll_;
  std::vector<net::UdpSocket> sockets_;
  net::Batch batch_;
};

}  // namespace moonroom::bench

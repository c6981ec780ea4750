// The process that receives: forked after the login, it takes datagrams from the socket that both
// processes share and hands what they say to the one that owns the terminal. It never touches the
// terminal itself.
#pragma once

#include <optional>
#include <string>

#include "base/unique_fd.h"
#include "net/udp_socket.h"
#include "process/child.h"

namespace moonroom::client {

/// What the receiver has to tell.
struct News {
  enum class Kind : char {
    text,
    /// The end token: the host sends nothing more. The receiver has ended.
    end,
    /// Nobody listens at the host's port.
    unreachable,
    /// Somebody does again.
    back,
    /// The receiver died.
    lost,
  };
  Kind kind = Kind::text;
  std::string text;
};

class Receiver {
 public:
  /// `repeated_logins` answers of welcome may still be on their way; they are passed over.
  static Receiver start(net::UdpSocket& socket, int repeated_logins);

  /// Readable when there is news.
  int descriptor() const { return news_.get(); }
  /// The next piece of news; never waits.
  std::optional<News> next();

 private:
  Receiver(process::Child child, UniqueFd news);

  process::Child child_;
  UniqueFd news_;
};

}  // namespace moonroom::client

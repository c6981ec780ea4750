#include "net/tcp_listener.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

#include "net/sockaddr.h"

namespace moonroom::net {

Result<UniqueFd> listen_for_connections(const wire::Endpoint& where, int backlog) {
  const int family = where.address.is_v4() ? AF_INET : AF_INET6;
  const auto address = to_sockaddr(where, family);
  UniqueFd socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  // Allows a restart while connections of the previous process are closing.
  if (socket) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (!socket || ::bind(socket.get(), address.get(), address.size) != 0 ||
      ::listen(socket.get(), backlog) != 0)
    return problem(fmt::format("cannot listen on {}: {}", to_string(where),
                               std::generic_category().message(errno)));
  return socket;
}

Accepted accept_connection(int listener) {
  for (;;) {
    Accepted accepted;
    accepted.from.size = sizeof accepted.from.v6;
    accepted.socket = UniqueFd(::accept4(listener, accepted.from.get(), &accepted.from.size,
                                         SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (accepted.socket || (errno != ECONNABORTED && errno != EINTR)) {
      accepted.is_exhausted = !accepted.socket && (errno == EMFILE || errno == ENFILE ||
                                                   errno == ENOBUFS || errno == ENOMEM);
      return accepted;
    }
  }
}

void hang_up(int socket) {
  ::shutdown(socket, SHUT_RDWR);
}

}  // namespace moonroom::net

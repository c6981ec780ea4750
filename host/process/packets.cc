#include "process/packets.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace moonroom::process {

PacketEnds open_packet_ends() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

bool send_packet(int socket, std::string_view packet) {
  return ::send(socket, packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
}

std::optional<std::string> receive_packet(int socket, size_t longest) {
  std::string packet(longest, '\0');
  const auto size = ::recv(socket, packet.data(), packet.size(), MSG_DONTWAIT);
  if (size < 0) return std::nullopt;
  packet.resize(static_cast<size_t>(size));
  return packet;
}

}  // namespace moonroom::process

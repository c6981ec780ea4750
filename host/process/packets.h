// A channel between two processes for whole packets (unix(7), SOCK_SEQPACKET). Sending never
// blocks.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"

namespace moonroom::process {

struct PacketEnds {
  UniqueFd ours;
  /// For a child; closed on exec, unless it is given to one (Program::descriptors).
  UniqueFd theirs;
};

/// Throws std::system_error on failure.
PacketEnds open_packet_ends();

/// False when the packet is too long, the buffer is full, or the other end is closed.
bool send_packet(int socket, std::string_view packet);

/// A received packet of at most `longest` bytes. Nullopt when there is none, or no socket.
std::optional<std::string> receive_packet(int socket, size_t longest);

}  // namespace moonroom::process

// Two ends of a channel between two processes that exchange whole packets (unix(7),
// SOCK_SEQPACKET). Nobody waits for a reader.
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

/// Throws std::system_error when there can be none.
PacketEnds open_packet_ends();

/// False when the packet is too long, finds no room, or nobody can receive it.
bool send_packet(int socket, std::string_view packet);

/// A packet that has arrived, of at most so many bytes. Nothing when there is none, or no socket.
std::optional<std::string> receive_packet(int socket, size_t longest);

}  // namespace moonroom::process

// How a message is split where it is longer than one packet: all fragments but the last have the
// same size, so that a fragment's index gives its offset.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "link/frame.h"
#include "link/path_size.h"
#include "link/shared_buffer.h"

namespace moonroom::link {

/// The smallest packet carries one fragment together with an ACK, a PING and a BYE. So fragments
/// need not be split again when the path turns out to be narrow. A full packet carries several.
constexpr size_t kFragmentBytes = 488;
constexpr size_t kMinPacket = kAckFrame + 1 + kCloseFrame + kFragmentHead + kFragmentBytes;
static_assert(kMinPacket <= kBaseFrames);

/// A message has at most 136 fragments.
constexpr size_t kMaxMessage = 66'000;

inline std::string_view fragment_bytes(const SharedBuffer& body, uint8_t place) {
  return body.bytes().substr(place * kFragmentBytes, kFragmentBytes);
}

inline bool is_last_fragment(const SharedBuffer& body, uint8_t place) {
  return (place + size_t{1}) * kFragmentBytes >= body.size();
}

/// Its size in a packet.
inline size_t framed_size(const SharedBuffer& body, uint8_t place) {
  return kFragmentHead + std::min(kFragmentBytes, body.size() - place * kFragmentBytes);
}

}  // namespace moonroom::link

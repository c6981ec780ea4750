// How a message is cut where it is longer than one packet carries: every slice but the last has the
// same size, so that a slice is known by its place.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "link/body.h"
#include "link/frame.h"
#include "link/path_size.h"

namespace moonroom::link {

/// The smallest packet carries one and whatever else may have to go with it: an ACK, a PING and a
/// BYE. So a piece need not be cut anew when the path turns out to be a narrow one; a full packet
/// carries several.
constexpr size_t kSlice = 488;
constexpr size_t kMinPacket = kAckFrame + 1 + kByeFrame + kPieceHead + kSlice;
static_assert(kMinPacket <= kBaseFrames);

/// A message is cut into 136 slices at most.
constexpr size_t kMaxMessage = 66'000;

inline std::string_view slice(const Body& body, uint8_t place) {
  return body.bytes().substr(place * kSlice, kSlice);
}

inline bool is_last_slice(const Body& body, uint8_t place) {
  return (place + size_t{1}) * kSlice >= body.size();
}

/// What it takes in a packet.
inline size_t framed_size(const Body& body, uint8_t place) {
  return kPieceHead + std::min(kSlice, body.size() - place * kSlice);
}

}  // namespace moonroom::link

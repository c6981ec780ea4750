#include "session/packet_flush.h"

#include <array>
#include <string_view>

#include "wire/sealed.h"

namespace moonroom::session {

static_assert(wire::kMaxFrames >= link::kMinPacket, "a whole piece fits into a packet");
static_assert(wire::kBasePacket - wire::kSealedHead - wire::kSealTag == link::kBaseFrames);

FlushResult flush_packets(link::Link& link, secure::Keys& keys, const wire::Endpoint& to,
                          SteadyTime now, wire::Outbox& out, RateWindow* answers) {
  std::array<char, wire::kMaxFrames> frames;
  std::array<char, wire::kMaxPacket> packet;
  FlushResult sealed;
  while (const auto filled = link.fill(frames, now, answers)) {
    const auto size = keys.seal({frames.data(), filled}, packet);
    sealed.keys_exhausted = size == 0;
    if (sealed.keys_exhausted) break;
    out.send(std::string_view(packet.data(), size), to);
    ++sealed.packets;
  }
  return sealed;
}

}  // namespace moonroom::session

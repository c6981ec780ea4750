// Any frames into a link in the middle of a conversation. The link can refuse them; it must keep
// its limits, never report that it is due without sending something, and become idle.
#include <array>
#include <chrono>

#include "fuzz.h"
#include "link/link.h"

namespace {

using namespace moonroom::link;
using moonroom::Duration;
using moonroom::SteadyTime;
using moonroom::fuzz::require;

struct Conversation {
  Link link;
  SteadyTime now{std::chrono::hours(1)};
  size_t heard = 0;

  void say_all() {
    const auto due = link.next_due();
    const bool is_due = due && *due <= now;
    std::array<char, kMinPacket> packet;
    // At most a window of the longest pieces, and their retransmissions.
    size_t packets = 0;
    while (packets < 1000 && link.fill(packet, now) > 0) ++packets;
    require(packets < 1000);
    require((packets > 0) == is_due);
    require(link.backlog() <= kMaxBacklog && link.backlog_bytes() <= kMaxBacklogBytes);
  }

  void hear(std::string_view frames) {
    link.receive(frames, now, [&](std::string_view message) {
      require(message.size() <= kMaxMessage);
      ++heard;
      if (heard % 8 == 0) link.send(SharedBuffer(message));
    });
  }
};

}  // namespace

// Each step: one byte (the action), one for the amount, and for a packet its bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Conversation conversation;
  auto& link = conversation.link;
  for (int i = 0; i < 5; ++i) link.send(SharedBuffer("hello"));
  conversation.say_all();
  auto rest = moonroom::fuzz::text_of(data, size);
  while (rest.size() >= 2) {
    const auto what = static_cast<uint8_t>(rest[0]);
    const auto much = static_cast<uint8_t>(rest[1]);
    rest.remove_prefix(2);
    switch (what % 8) {
      case 0:
        conversation.now += std::chrono::milliseconds(much * much);
        break;
      case 1:
        link.send(SharedBuffer(std::string(much * size_t{256}, 'x')));
        break;
      case 2:
        if (much == 0) link.close(CloseReason::done);
        link.ping();
        break;
      case 3:
        link.moved(conversation.now);
        break;
      default:
        conversation.hear(rest.substr(0, much));
        rest.remove_prefix(std::min<size_t>(much, rest.size()));
    }
    conversation.say_all();
  }
  return 0;
}

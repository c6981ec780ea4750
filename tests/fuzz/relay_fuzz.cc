// The whole relay: any datagrams from a few seats and any messages in a few sessions, in any order,
// while time passes, members time out and sessions open and close. All output is fit for a classic
// client, or a message that a session's client can read.
#include <cstdlib>

#include "support/room_fixture.h"
#include "text/text.h"
#include "wire/session_text.h"

using namespace moonroom;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void check_sent(const support::RoomFixture& table) {
  for (const auto& datagram : table.datagrams) {
    check(datagram.size() <= wire::kMaxDatagram);
    check(text::is_utf8(datagram));
  }
  for (const auto& message : table.messages)
    check(wire::decode_session_answer(message).has_value());
}

}  // namespace

// Each step: one byte (the sender and the action), then for a datagram a length and its bytes.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  support::RoomFixture table;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (rest.size() >= 2) {
    const auto step = static_cast<uint8_t>(rest[0]);
    const auto length = static_cast<uint8_t>(rest[1]);
    rest.remove_prefix(2);
    const int who = 1 + step % 4;
    const auto session = static_cast<uint64_t>(who);
    switch (step / 4 % 16) {
      case 0:
        table.judge.asleep = !table.judge.asleep;
        break;
      case 1:
        table.dies(who);
        break;
      case 2:
        table.pass(std::chrono::milliseconds(length * length));
        break;
      case 3:
        table.judge.is_busy = length % 2 == 1;
        break;
      case 4:
        table.falls_silent(session);
        break;
      case 5:
        table.is_heard_again(session);
        break;
      case 6:
        table.is_over(session);
        break;
      case 7:
      case 8:
      case 9:
      case 10:
        table.tell_host(session, rest.substr(0, length));
        rest.remove_prefix(std::min<size_t>(length, rest.size()));
        break;
      default:
        table.send(who, rest.substr(0, length));
        rest.remove_prefix(std::min<size_t>(length, rest.size()));
    }
    check_sent(table);
  }
  table.judge.asleep = false;
  table.close();
  table.settle();
  check(table.state.room.size() == 0);
  return 0;
}

// Counts allocations while sending and receiving.
#include "support/allocations.h"

#include "net/socket_fixture.h"

using namespace moonroom;
using namespace moonroom::net;

TEST_CASE("after the first turns no turn asks for memory, to send or to receive") {
  auto server = listen("0");
  auto client = listen("127.0.0.1:0");
  wire::Outbox out;
  Batch batch;
  size_t received = 0;
  const auto turn = [&](size_t lines) {
    for (size_t line = 0; line < lines; ++line)
      for (int i = 0; i < 3; ++i) out.send("a line of some length", client.local());
    server.send(out);
    out.clear();
    received += client.receive(batch).size();
  };
  for (int i = 0; i < 3; ++i) turn(20);
  const auto before = support::allocations;
  for (const size_t lines : {1u, 5u, 20u, 1u, 20u}) turn(lines);
  CHECK(support::allocations == before);
  CHECK(received > 0);
}

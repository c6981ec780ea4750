// Any text as a block of addresses, and as a ban: an accepted one is printed in a form with the
// same meaning, and contains its own address.
#include "fuzz.h"
#include "room/sanctions.h"
#include "wire/prefix.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace moonroom;
  using fuzz::require;
  const auto text = fuzz::text_of(data, size);
  if (const auto prefix = wire::parse_prefix(text)) {
    const auto again = wire::parse_prefix(wire::to_string(*prefix));
    require(again && *again == *prefix);
    require(prefix->contains(prefix->address));
    require(wire::network_of(prefix->address).contains(wire::source_of(prefix->address)));
  }
  const auto ban = room::ban_on(text, {}, {});
  if (!ban) {
    require(!ban.error().what.empty());
  } else if (ban->kind == room::Ban::Kind::address) {
    const auto again = room::ban_on(ban->what, {}, {});
    require(again && again->kind == room::Ban::Kind::address && again->what == ban->what);
  }
  return 0;
}

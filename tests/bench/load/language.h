// The protocols of the servers: a kind of socket, and a member's side of the protocol.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/tongue.h"
#include "bench/load/wire.h"

namespace moonroom::bench {

struct Language {
  std::string name;
  /// Repeat a login without an answer: datagrams can be lost, and the tongue does not retransmit.
  bool repeats;
  std::unique_ptr<Wire> (*wire)();
  /// Makes the tongue of a member with this name.
  std::unique_ptr<Tongue> (*tongue)(std::string_view name);
};

const std::vector<Language>& languages();

}  // namespace moonroom::bench

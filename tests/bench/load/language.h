// What the servers understand: a kind of socket, and how a member speaks on it.
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
  /// Who gets no answer asks again: datagrams may be lost, and the tongue does not see to it.
  bool repeats;
  std::unique_ptr<Wire> (*wire)();
  /// For a member of this name.
  std::unique_ptr<Tongue> (*tongue)(std::string_view name);
};

const std::vector<Language>& languages();

}  // namespace moonroom::bench

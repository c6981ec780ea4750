#include "relay/recall.h"

#include <algorithm>

namespace moonroom::relay {

room::Recall recall_of(const Relay& relay) {
  return {[&relay](size_t most) {
            const auto& log = relay.log();
            const auto latest = log.after(log.last() - std::min<uint64_t>(most, log.last()));
            return std::vector<room::Entry>(latest.begin(), latest.end());
          },
          [&relay] { return relay.room().let_in(); },
          [&relay](room::MemberId who) {
            const auto* member = relay.room().find(who);
            return member && member->let_in ? std::string_view(member->name) : std::string_view();
          }};
}

}  // namespace moonroom::relay

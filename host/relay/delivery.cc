#include "relay/delivery.h"

#include <algorithm>

#include "wire/classic.h"

namespace moonroom::relay {

void Delivery::begin(std::string_view line) {
  line_ = line;
  plain_.clear();
  lined_.clear();
}

const Delivery::Texts& Delivery::encoded(bool ends_lines, wire::Outbox& out) {
  Texts& texts = ends_lines ? lined_ : plain_;
  std::string piece;
  auto rest = texts.empty() ? line_ : std::string_view();
  while (!rest.empty()) texts.push_back(out.store(wire::next_datagram(rest, ends_lines, piece)));
  return texts;
}

void Delivery::tell(std::string_view line, const room::Member& member, wire::Outbox& out) {
  begin(line);
  for (const auto text : encoded(member.ends_lines, out)) out.send(text, member.endpoint);
}

size_t Delivery::deliver(std::string_view line, const room::Audience& audience,
                         const room::Room& room, wire::Outbox& out) {
  begin(line);
  size_t heard = 0;
  const auto deliver_to = [&](const room::Member& member) {
    if (member.stage != room::Stage::present) return;
    for (const auto text : encoded(member.ends_lines, out)) out.send(text, member.endpoint);
    ++heard;
  };
  const auto& named = audience.members;
  if (audience.kind == room::Audience::Kind::only) {
    for (const auto id : named)
      if (const auto* member = room.find(id)) deliver_to(*member);
    return heard;
  }
  for (const auto& [id, member] : room.members()) {
    const bool left_out = audience.kind == room::Audience::Kind::others &&
                          std::find(named.begin(), named.end(), id) != named.end();
    if (!left_out) deliver_to(member);
  }
  return heard;
}

}  // namespace moonroom::relay

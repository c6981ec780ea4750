#include "relay/delivery.h"

#include <algorithm>

#include "wire/classic.h"
#include "wire/session_text.h"

namespace moonroom::relay {
namespace {

bool names(const room::Audience& audience, room::MemberId who) {
  const auto& named = audience.members;
  return std::find(named.begin(), named.end(), who) != named.end();
}

bool is_for(const room::Audience& audience, room::MemberId who) {
  switch (audience.kind) {
    case room::Audience::Kind::everyone:
      return true;
    case room::Audience::Kind::others:
      return !names(audience, who);
    case room::Audience::Kind::only:
      return names(audience, who);
  }
  return false;
}

wire::Line line_of(const room::Entry& entry, uint8_t flags, bool with_bare) {
  const auto since_1970 =
      std::chrono::duration_cast<std::chrono::seconds>(entry.time.time_since_epoch());
  if (entry.post.audience.kind == room::Audience::Kind::only) flags |= wire::Line::kPrivate;
  return {flags,
          entry.number,
          static_cast<uint32_t>(since_1970.count()),
          entry.post.kind,
          entry.post.from,
          entry.post.line,
          with_bare ? std::string_view(entry.post.text) : std::string_view()};
}

}  // namespace

void Delivery::begin(std::string_view line) {
  line_ = line;
  plain_.clear();
  lined_.clear();
  sealed_.clear();
  sealed_bare_.clear();
}

const Delivery::Texts& Delivery::datagrams(bool ends_lines, wire::Outbox& out) {
  Texts& texts = ends_lines ? lined_ : plain_;
  std::string piece;
  auto rest = texts.empty() ? line_ : std::string_view();
  const std::string_view end = phrases_.classic.end;
  while (!rest.empty())
    texts.push_back(out.store(wire::next_datagram(rest, ends_lines, piece, end)));
  return texts;
}

void Delivery::tell(std::string_view line, const room::Member& member, wire::Outbox& out) {
  if (member.endpoint.session != 0) {
    out.send(wire::encode(wire::SessionAnswer(wire::Told{line})), member.endpoint);
    return;
  }
  begin(line);
  for (const auto text : datagrams(member.ends_lines, out)) out.send(text, member.endpoint);
}

void Delivery::send(const room::Hearer& to, const room::Entry& entry, uint8_t flags,
                    wire::Outbox& out) {
  if (to.at.session != 0) {
    auto& sealed = to.reads_bare ? sealed_bare_ : sealed_;
    if (sealed.empty()) {
      wire::encode(line_of(entry, flags, to.reads_bare), encoded_);
      sealed.push_back(out.store(encoded_));
    }
    return out.send(sealed.front(), to.at);
  }
  for (const auto text : datagrams(to.ends_lines, out)) out.send(text, to.at);
}

bool Delivery::deliver_to(const room::Member& member, const room::Entry& entry, uint8_t flags,
                          wire::Outbox& out) {
  if (!is_for(entry.post.audience, member.id)) return false;
  begin(entry.post.line);
  send(room::hearer_of(member), entry, flags, out);
  return true;
}

void Delivery::deliver_too(const room::Member& member, const room::Entry& entry, uint8_t flags,
                           wire::Outbox& out) {
  send(room::hearer_of(member), entry, flags, out);
}

size_t Delivery::deliver(const room::Entry& entry, uint8_t flags, const room::Room& room,
                         wire::Outbox& out) {
  begin(entry.post.line);
  const auto& audience = entry.post.audience;
  size_t heard = 0;
  const auto deliver_to = [&](const room::Hearer& hearer) {
    send(hearer, entry, flags, out);
    ++heard;
  };
  if (audience.kind == room::Audience::Kind::only) {
    for (const auto id : audience.members)
      if (const auto* member = room.find(id); member && member->hears())
        deliver_to(room::hearer_of(*member));
    return heard;
  }
  for (const auto& hearer : room.hearers())
    if (is_for(audience, hearer.who)) deliver_to(hearer);
  return heard;
}

}  // namespace moonroom::relay

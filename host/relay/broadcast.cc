#include "relay/broadcast.h"

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

void Broadcaster::set_line(std::string_view line) {
  line_ = line;
  plain_.clear();
  lined_.clear();
  sealed_.clear();
  sealed_bare_.clear();
}

const Broadcaster::Texts& Broadcaster::datagrams(bool newline_framing, wire::Outbox& out) {
  Texts& texts = newline_framing ? lined_ : plain_;
  std::string piece;
  auto rest = texts.empty() ? line_ : std::string_view();
  const std::string_view end = phrases_.classic.end;
  while (!rest.empty())
    texts.push_back(out.store(wire::next_datagram(rest, newline_framing, piece, end)));
  return texts;
}

void Broadcaster::tell(std::string_view line, const room::Member& member, wire::Outbox& out) {
  if (member.connection.endpoint.session != 0) {
    out.send(wire::encode(wire::SessionAnswer(wire::Told{line})), member.connection.endpoint);
    return;
  }
  set_line(line);
  for (const auto text : datagrams(member.connection.newline_framing, out))
    out.send(text, member.connection.endpoint);
}

void Broadcaster::send(const room::Recipient& to, const room::Entry& entry, uint8_t flags,
                       wire::Outbox& out) {
  if (to.at.session != 0) {
    auto& sealed = to.wants_bare_text ? sealed_bare_ : sealed_;
    if (sealed.empty()) {
      wire::encode(line_of(entry, flags, to.wants_bare_text), encoded_);
      sealed.push_back(out.store(encoded_));
    }
    return out.send(sealed.front(), to.at);
  }
  for (const auto text : datagrams(to.newline_framing, out)) out.send(text, to.at);
}

bool Broadcaster::deliver_to(const room::Member& member, const room::Entry& entry, uint8_t flags,
                             wire::Outbox& out) {
  if (!is_for(entry.post.audience, member.id)) return false;
  set_line(entry.post.line);
  send(room::recipient_of(member), entry, flags, out);
  return true;
}

void Broadcaster::deliver_again(const room::Member& member, const room::Entry& entry, uint8_t flags,
                                wire::Outbox& out) {
  send(room::recipient_of(member), entry, flags, out);
}

size_t Broadcaster::deliver(const room::Entry& entry, uint8_t flags, const room::Members& room,
                            wire::Outbox& out) {
  set_line(entry.post.line);
  const auto& audience = entry.post.audience;
  size_t heard = 0;
  const auto deliver_to = [&](const room::Recipient& recipient) {
    send(recipient, entry, flags, out);
    ++heard;
  };
  if (audience.kind == room::Audience::Kind::only) {
    for (const auto id : audience.members)
      if (const auto* member = room.find(id); member && member->is_reachable())
        deliver_to(room::recipient_of(*member));
    return heard;
  }
  for (const auto& recipient : room.recipients())
    if (is_for(audience, recipient.who)) deliver_to(recipient);
  return heard;
}

}  // namespace moonroom::relay

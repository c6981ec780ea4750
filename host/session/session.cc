#include "session/session.h"

#include <array>

#include "session/packet_flush.h"
#include "wire/sealed.h"

namespace moonroom::session {

Session::Received Session::receive(const wire::Datagram& in, Moment now, const Deliver& deliver) {
  std::array<char, wire::kMaxPacket> frames;
  const auto newest = keys_.newest();
  if (in.bytes.size() > frames.size()) return Received::ignored;
  const auto opened = keys_.open(in.bytes, frames);
  if (!opened) return Received::ignored;
  if (keys_.newest() > newest) follow(in.from, now);
  return link_.receive(*opened, now.steady, deliver) ? Received::packet : Received::violation;
}

void Session::follow(const wire::Endpoint& from, Moment now) {
  if (from.address != at_.address || from.port != at_.port) link_.moved(now.steady);
  const auto session = at_.session;
  at_ = from;
  at_.session = session;
}

size_t Session::send(Moment now, wire::Outbox& out, RateWindow& answers) {
  auto to = at_;
  to.session = 0;
  return flush_packets(link_, keys_, to, now.steady, out, &answers).packets;
}

}  // namespace moonroom::session

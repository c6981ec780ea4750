#include "network/crowd/session_member.h"

#include <utility>

#include "base/overloaded.h"

namespace moonroom::network {
namespace {

session::SessionClient::Settings settings_of(uint32_t number) {
  session::SessionClient::Settings settings;
  settings.name = name_of(number);
  // A host can limit the number of handshakes at a time.
  settings.patience = std::chrono::minutes(10);
  return settings;
}

}  // namespace

SessionMember::SessionMember(uint32_t number, net::UdpSocket socket, const wire::Endpoint& host,
                             Fates& fates, Moment now)
    : number_(number),
      socket_(std::move(socket)),
      fates_(fates),
      visit_(settings_of(number), host, now) {}

void SessionMember::receive(net::Batch& batch, Moment now) {
  socket_.drain_unreachable();
  wire::Outbox out;
  for (size_t count = net::Batch::kDatagrams; count == net::Batch::kDatagrams;) {
    const auto datagrams = socket_.receive(batch);
    count = datagrams.size();
    for (const auto& datagram : datagrams) visit_.receive(datagram.bytes, now, out);
    send(out);
  }
  tell(now);
}

void SessionMember::tick(Moment now) {
  wire::Outbox out;
  visit_.tick(now, out);
  send(out);
  tell(now);
}

void SessionMember::say(std::string text, Moment now) {
  wire::Outbox out;
  visit_.say(std::move(text), now, out);
  send(out);
}

void SessionMember::send(wire::Outbox& out) {
  for (const auto& delivery : out.deliveries()) socket_.send(out.bytes(delivery));
  out.clear();
}

void SessionMember::tell(Moment now) {
  for (const auto& news : visit_.drain_events()) tell_one(news, now);
}

void SessionMember::tell_one(const session::ClientEvent& news, Moment now) {
  std::visit(Overloaded{
                 [&](const session::HostKeyPresented&) {
                   wire::Outbox out;
                   visit_.trust(now, out);
                   send(out);
                 },
                 [&](const session::Joined& it) { fates_.entered(number_, it.again); },
                 [&](const session::NameRefused&) { fates_.turned_away(number_); },
                 [&](const session::Locked&) { fates_.turned_away(number_); },
                 [&](const session::MessageReceived& it) {
                   if (it.number == 0) return fates_.told(number_, it.line);
                   fates_.heard(number_, it.number, it.line);
                 },
                 [](const session::Crowded&) {},
                 [](const session::Said&) {},
                 [](const session::NotSaid&) {},
                 [](const session::Muted&) {},
                 [&](const session::ConnectionLost&) { fates_.lost_sight(number_); },
                 [&](const session::Ended& it) { fates_.expelled(number_, it.words); },
             },
             news);
}

}  // namespace moonroom::network

// A member that uses a session, as the bundled client does.
#pragma once

#include "net/udp_socket.h"
#include "network/crowd/member.h"
#include "session/session_client.h"

namespace moonroom::network {

class SessionMember : public Member {
 public:
  SessionMember(uint32_t number, net::UdpSocket socket, const wire::Endpoint& host, Fates& fates,
                Moment now);

  int descriptor() const override { return socket_.descriptor(); }
  void receive(net::Batch& batch, Moment now) override;
  void tick(Moment now) override;
  std::optional<SteadyTime> next_due() const override { return visit_.next_due(); }
  void say(std::string text, Moment now) override;

 private:
  void send(wire::Outbox& out);
  void tell(Moment now);
  void tell_one(const session::ClientEvent& news, Moment now);

  uint32_t number_;
  net::UdpSocket socket_;
  Fates& fates_;
  session::SessionClient visit_;
};

}  // namespace moonroom::network

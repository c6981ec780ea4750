// A member with the classic text protocol, for comparison: lost datagrams stay lost.
#pragma once

#include "net/udp_socket.h"
#include "network/crowd/member.h"

namespace moonroom::network {

class TextMember : public Member {
 public:
  TextMember(uint32_t number, net::UdpSocket socket, Fates& fates, Moment now);

  int descriptor() const override { return socket_.descriptor(); }
  void receive(net::Batch& batch, Moment now) override;
  void tick(Moment now) override;
  std::optional<SteadyTime> next_due() const override { return knocks_at_; }
  void say(std::string text, Moment now) override;

 private:
  void take(std::string_view text);

  uint32_t number_;
  net::UdpSocket socket_;
  Fates& fates_;
  // The next login attempt, until there is an answer.
  std::optional<SteadyTime> knocks_at_;
};

}  // namespace moonroom::network

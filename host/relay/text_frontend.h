// Decodes and limits the datagrams of text members, as the course notes define them
// (docs/protocol.md), and passes them on. Pure.
#pragma once

#include "relay/address_challenge.h"
#include "relay/admission.h"
#include "relay/line_gate.h"
#include "relay/replies.h"
#include "wire/datagram.h"

namespace moonroom::relay {

class TextFrontend {
 public:
  /// All must outlive this.
  struct Parts {
    const Settings& settings;
    room::RoomState& state;
    Admission& admission;
    AddressChallenge& challenge;
    LineGate& lines;
    const Replies& replies;
    Stats& stats;
  };
  explicit TextFrontend(const Parts& parts) : parts_(parts) {}

  void receive(const wire::Datagram& in, const Turn& turn);

 private:
  bool is_welcome(const wire::Endpoint& from) const;
  void refuse_long_line(const wire::Endpoint& from, const Turn& turn);
  void handle(const wire::Request& request, const wire::Endpoint& from, const Turn& turn);

  Parts parts_;
};

}  // namespace moonroom::relay

// Being in the room: what is typed is sent, what the receiver brings is shown, until one side ends
// it.
#pragma once

#include <span>
#include <string>

#include "client/options.h"
#include "client/receiver.h"
#include "net/udp_socket.h"
#include "terminal/console.h"
#include "terminal/signals.h"

namespace moonroom::client {

class Conversation {
 public:
  /// All must outlive the conversation.
  Conversation(std::string name, net::UdpSocket& socket, Receiver& receiver,
               terminal::Console& console, terminal::Signals& signals);

  /// What arrived before the receiver did.
  void catch_up(std::span<const std::string> heard);
  /// Until the user leaves (and the host has said goodbye) or the host ends it.
  Status run();

 private:
  void say(const terminal::Line& line);
  bool hear();
  void take(const News& news);
  Status say_goodbye();

  std::string name_;
  net::UdpSocket& socket_;
  Receiver& receiver_;
  terminal::Console& console_;
  terminal::Signals& signals_;
  bool ended_ = false;
};

}  // namespace moonroom::client

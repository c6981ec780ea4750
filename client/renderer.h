// Formats events as plain lines, for a terminal, or as JSON. Each result is one or more lines
// without the last line feed, or empty when nothing is shown. It is safe to write to a terminal:
// control characters in untrusted text are made visible. Pure.
#pragma once

#include <string>

#include "client/messages.h"

namespace moonroom::client {

class Renderer {
 public:
  virtual ~Renderer() = default;

  virtual std::string heard(const MessageReceived& heard) = 0;
  /// The text that stays on the screen for an entered line.
  virtual std::string said(const std::string& line) = 0;
  virtual std::string connection(const Connection& connection) = 0;
  virtual std::string missed(const Missed& missed) = 0;
  virtual std::string too_long(const TooLong& line) = 0;
  /// The outcome of an own line.
  virtual std::string answered(const Said& said) = 0;
  virtual std::string answered(const NotSaid& line) = 0;
  /// A mute of this client, whose begin the room also announces in words.
  virtual std::string muted(const Muted& muted) = 0;
  /// A mark before the messages that were missed while the connection was lost.
  virtual std::string unread() = 0;
  /// Asks for a name.
  virtual std::string name_wanted() = 0;
  /// Asks for the room's password.
  virtual std::string password_wanted() = 0;
  /// The description of a command, or of its equivalent here.
  virtual std::string advice(const std::string& command, const std::string& words) = 0;
  /// The user leaves by Ctrl-C.
  virtual std::string interrupted() = 0;
  /// A line of the input was invalid.
  virtual std::string not_understood() = 0;

  /// Sets the name under which this client is in the room.
  virtual void called(const std::string& name) = 0;
};

}  // namespace moonroom::client

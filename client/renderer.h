// How things are shown: as plain lines, for a terminal, or as JSON. Each answer is one or more
// lines without the last line feed, or empty when nothing is to be shown, and safe to be written
// to a terminal: what strangers wrote is made visible. Pure.
#pragma once

#include <string>

#include "client/messages.h"

namespace moonroom::client {

class Renderer {
 public:
  virtual ~Renderer() = default;

  virtual std::string heard(const Heard& heard) = 0;
  /// What stays on the screen of a line that we said ourselves.
  virtual std::string said(const std::string& line) = 0;
  virtual std::string connection(const Connection& connection) = 0;
  virtual std::string people(const People& people) = 0;
  virtual std::string missed(const Missed& missed) = 0;
  virtual std::string too_long(const TooLong& line) = 0;
  /// What became of a line of our own.
  virtual std::string answered(const Said& said) = 0;
  virtual std::string answered(const NotSaid& line) = 0;
  /// A mute of our own, of which the room tells in words where it begins.
  virtual std::string muted(const Muted& muted) = 0;
  /// What follows was heard while we were away.
  virtual std::string unread() = 0;
  /// Somebody is to give a name.
  virtual std::string name_wanted() = 0;
  /// Somebody is to give the room's password.
  virtual std::string password_wanted() = 0;
  /// What a command does, or what is there in its place.
  virtual std::string advice(const std::string& command, const std::string& words) = 0;
  /// The user goes by Ctrl-C.
  virtual std::string interrupted() = 0;
  /// A line of the input that was not understood.
  virtual std::string not_understood() = 0;

  /// Under which name we are in the room.
  virtual void called(const std::string& name) = 0;
};

}  // namespace moonroom::client

// Plain lines for pipes, scripts and screen readers: messages are printed as the room words them;
// the client's own begin with "*** ". No escape sequences.
#pragma once

#include <string>

#include "client/phrases.h"
#include "client/renderer.h"

namespace moonroom::client {

class PlainRenderer : public Renderer {
 public:
  /// `tells_of_entering`: report a successful join to a person. On a pipe, success is silent.
  PlainRenderer(Language language, bool timestamps, bool tells_of_entering = false)
      : language_(language), timestamps_(timestamps), tells_of_entering_(tells_of_entering) {}

  std::string heard(const MessageReceived& heard) override;
  std::string said(const std::string& /*line*/) override { return {}; }
  std::string connection(const Connection& connection) override;
  std::string missed(const Missed& missed) override;
  /// The outcome of own lines goes to standard error (ui_loop.h).
  std::string too_long(const TooLong& line) override;
  std::string answered(const Said& /*said*/) override { return {}; }
  std::string answered(const NotSaid& line) override;
  std::string muted(const Muted& /*muted*/) override { return {}; }
  std::string unread() override { return {}; }
  std::string name_wanted() override { return {}; }
  std::string password_wanted() override { return {}; }
  std::string advice(const std::string& command, const std::string& words) override;
  std::string interrupted() override;
  std::string not_understood() override { return {}; }
  void called(const std::string& /*name*/) override {}

 protected:
  virtual std::string notice(const std::string& words);
  Language language() const { return language_; }
  bool timestamps() const { return timestamps_; }

 private:
  Language language_;
  bool timestamps_;
  bool tells_of_entering_;
};

}  // namespace moonroom::client

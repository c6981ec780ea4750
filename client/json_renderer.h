// The interface for programs: one JSON object a line, both ways. Messages are passed on unchanged,
// with control characters escaped by JSON.
//
//     out  {"event":"heard","line":…,"time":…, and as far as known "number","kind","from","text",
//           "replayed":true,"by_text_member":true,"only_for_you":true}
//          {"event":"connection","state":…,"words":…}   states: met, recognized (words: the
//           host's key), not_remembered, locked, entered (words: the name), refused, lost, crowded,
//           back, and as the last one failed, untrusted, unanswered, ended, elsewhere, left, silent
//           (and, where some of our lines possibly did not arrive, "unsaid": how many)
//          {"event":"missed","count":…}
//          {"event":"said","line":…,"number":…,"text":…}   number: its entry in the room, if
//           any; text: the posted text, where the room changed it
//          {"event":"not_said","line":…,"why":…,"words":…}   why: muted, too-long (with "limit"),
//           too-fast, refused, unknown
//          {"event":"muted","seconds":…,"until":…}  {"event":"unmuted"}
//          {"event":"name_wanted"}  {"event":"password_wanted"}  {"event":"not_understood"}
//     in   {"say":TEXT}  {"name":NAME}  {"password":WORD}  {"leave":true}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "client/renderer.h"

namespace moonroom::client {

class JsonRenderer : public Renderer {
 public:
  std::string heard(const MessageReceived& heard) override;
  std::string said(const std::string& /*line*/) override { return {}; }
  std::string connection(const Connection& connection) override;
  std::string missed(const Missed& missed) override;
  std::string too_long(const TooLong& line) override;
  std::string answered(const Said& said) override;
  std::string answered(const NotSaid& line) override;
  std::string muted(const Muted& muted) override;
  std::string unread() override { return {}; }
  std::string name_wanted() override;
  std::string password_wanted() override;
  std::string advice(const std::string& /*command*/, const std::string& /*words*/) override {
    return {};
  }
  std::string interrupted() override { return {}; }
  std::string not_understood() override;
  void called(const std::string& /*name*/) override {}
};

/// Parses a line of input; nullopt when it is no such object.
std::optional<Order> order_in_json(std::string_view line);

}  // namespace moonroom::client

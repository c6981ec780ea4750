// The client's side of a session (session/session_client.h) in terms of orders and events. Also
// verifies the host's key, and stores the membership for a resume.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/host_key_check.h"
#include "client/protocol.h"
#include "client/resume_file.h"
#include "session/session_client.h"

namespace moonroom::client {

class SessionProtocol : public Protocol {
 public:
  struct Settings {
    /// As the user wrote it, with its port.
    std::string host;
    wire::Endpoint endpoint;
    std::string password;
    HostKeyCheck::Settings trust;
    /// Report the outcome of each line.
    bool wants_answers = false;
  };
  explicit SessionProtocol(Settings settings);

  void order(const Order& order, Moment now, Outcome& out) override;
  void receive(std::string_view datagram, Moment now, Outcome& out) override;
  void unreachable(Moment now, Outcome& out) override;
  void tick(Moment now, Outcome& out) override;
  std::optional<SteadyTime> next_due() const override;
  bool over() const override { return over_; }

 private:
  void enter(const std::string& name, Moment now);
  void say(const Say& line, Moment now, Outcome& out);
  void leave(bool hurried, Moment now, Outcome& out);
  void unlock(const std::string& password, Moment now);
  void finish(Moment now, Outcome& out);
  void on(const session::ClientEvent& news, Moment now, Outcome& out);
  void judge(const session::HostKeyPresented& key, Moment now, Outcome& out);
  void on(const session::Joined& entered, Outcome& out);
  void on(const session::Ended& end, Outcome& out);
  void on(const session::Muted& muted, Moment now, Outcome& out);
  void end_mute(Outcome& out);
  void measure(Moment now, Outcome& out);
  void probe(Moment now);
  void end(Connection::State state, Outcome& out, std::string words = {});

  Settings settings_;
  HostKeyCheck host_key_check_;
  std::optional<session::SessionClient> client_;
  std::string name_;
  ResumeFile resume_file_;
  SteadyTime next_measure_{};
  /// A host with the session protocol has answered.
  bool answered_ = false;
  /// When to contact an unreachable host again, and how often that has been tried.
  std::optional<SteadyTime> next_wake_;
  int wakes_ = 0;
  /// When this client's mute ends, which the host does not announce.
  std::optional<SteadyTime> muted_until_;
  // Of the current call.
  wire::Outbox sent_;
  bool over_ = false;
};

}  // namespace moonroom::client

// The client's side of the classic text protocol (wire/classic.h). It passes lines on as the room
// worded them, without knowing their author or kind.
//
// When the host stops answering, the client repeats the login. That does no harm while it is still
// a member, and makes it join again where another host took over.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "client/protocol.h"
#include "client/retry_backoff.h"

namespace moonroom::client {

class ClassicProtocol : public Protocol {
 public:
  /// `host` as the user wrote it, for messages.
  explicit ClassicProtocol(std::string host) : host_(std::move(host)) {}

  void order(const Order& order, Moment now, Outcome& out) override;
  void receive(std::string_view datagram, Moment now, Outcome& out) override;
  void unreachable(Moment now, Outcome& out) override;
  void tick(Moment now, Outcome& out) override;
  std::optional<SteadyTime> next_due() const override { return due_; }
  bool over() const override { return state_ == State::over; }

 private:
  enum class State { outside, entering, inside, lost, leaving, over };

  void enter(const std::string& name, Moment now, Outcome& out);
  void say(const Say& line, Outcome& out);
  void leave(Moment now, Outcome& out);
  void leave_unheard(Outcome& out);
  void retry_login(Moment now, Outcome& out);
  void repeat(std::string request, Moment now, Outcome& out);

  void on_answer(std::string_view datagram, Outcome& out);
  void on_line(std::string_view datagram, Moment now, Outcome& out);
  void on_datagram_while_lost(std::string_view datagram, Moment now, Outcome& out);
  void come_back(Outcome& out);
  void forget_unsaid();
  void refuse(std::string_view why, Outcome& out);
  void end(Connection::State state, Outcome& out, std::string words = {});

  std::string host_;
  std::string name_;
  State state_ = State::outside;
  std::optional<SteadyTime> due_;
  RetryBackoff backoff_ = login_backoff();
  /// Answers to repeated logins that can still arrive; they are ignored.
  int answers_left_ = 0;
  /// While the room is lost: the delay before the next login, the lines not yet sent, and the last
  /// message received, which can be the login's answer.
  Duration patience_{};
  std::deque<std::string> unsaid_;
  /// Counts all lines, also those beyond the limit.
  uint64_t said_meanwhile_ = 0;
  std::optional<std::string> perhaps_refusal_;
};

}  // namespace moonroom::client

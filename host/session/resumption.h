// What a client needs to come back: its token, the number of the last message that it received, and
// its lines until the host has confirmed them. Pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "session/client_events.h"
#include "session/outgoing_lines.h"
#include "wire/session_text.h"

namespace moonroom::session {

/// Lets a later run of the program resume the membership.
struct Membership {
  std::string token;
  /// The last number received, and how many lines have been sent.
  uint64_t number = 0;
  uint64_t lines = 0;
};

class Resumption {
 public:
  /// `before` is from an earlier run.
  explicit Resumption(const std::optional<Membership>& before);

  /// Nullopt before the first join.
  std::optional<Membership> membership() const;
  /// Joins under `name`, or comes back. Valid until the next change.
  wire::SessionRequest entry_request(const std::string& name) const;
  /// The host has let the client in. `is_member`: it was in before; `answers`: the host answers
  /// lines. Returns the results of lines whose answers were lost.
  std::vector<ClientEvent> on_welcome(const wire::Welcome& welcome, bool is_member, bool answers);
  void on_line(uint64_t number) { number_ = std::max(number_, number); }
  /// The result of a line; nullopt when it is known already.
  std::optional<ClientEvent> on_said(const wire::LineSaid& said);
  std::optional<ClientEvent> on_refused(const wire::LineRefused& refused);
  /// The seat no longer exists: the client joins by name.
  void forget();
  /// The connection has ended: no line is answered any more.
  std::vector<ClientEvent> drop_answers(uint64_t up_to = UINT64_MAX);

  OutgoingLines& lines() { return lines_; }
  const OutgoingLines& lines() const { return lines_; }

 private:
  std::string token_;
  uint64_t number_ = 0;
  OutgoingLines lines_;
};

}  // namespace moonroom::session

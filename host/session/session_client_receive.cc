// Handles the host's messages inside the session.
#include <algorithm>

#include "base/overloaded.h"
#include "session/session_client.h"

namespace moonroom::session {

void SessionClient::on(std::string_view message) {
  const auto answer = wire::decode_session_answer(message);
  if (!answer || ended_) return;
  std::visit(Overloaded{
                 [&](const wire::Welcome& it) { on(it); },
                 [&](const wire::Refusal& it) { on(it); },
                 [&](const wire::Locked& it) { on(it); },
                 [&](const wire::Line& it) { on(it); },
                 [&](const wire::LineSaid& it) { on(it); },
                 [&](const wire::LineRefused& it) { on(it); },
                 [&](const wire::Gone&) { restart_membership(); },
                 [&](const wire::Told& it) {
                   MessageReceived heard;
                   heard.told = true;
                   heard.text = it.text;
                   events_.emplace_back(std::move(heard));
                 },
                 [&](const wire::Muted& it) {
                   events_.emplace_back(Muted{std::chrono::seconds(it.seconds)});
                 },
                 [&](const wire::End&) {
                   end(stage_ == Stage::leaving ? Ended::Reason::left : Ended::Reason::removed);
                 },
             },
             *answer);
}

void SessionClient::on(const wire::Welcome& welcome) {
  const bool again = !token_.empty() && token_ == welcome.token;
  token_ = welcome.token;
  settings_.membership.reset();
  crowded_since_.reset();
  welcomed_ = true;
  note_limits(welcome);
  if (again) {
    // Judged while the connection was lost: their answers were lost with it.
    for (const auto tag : lines_.pop_unanswered(std::min(welcome.judged, lines_.sent())))
      events_.emplace_back(Said{tag, 0, {}});
    lines_.rewind_to(welcome.lines);
  } else if (was_joined_) {
    drop_answers(lines_.pop_unanswered(lines_.sent()));
    lines_.reset();
  }
  if (stage_ == Stage::asking) {
    stage_ = Stage::inside;
    events_.emplace_back(
        Joined{std::exchange(was_joined_, true), limits_, answers_,
               welcome.present > 0 ? std::optional(welcome.present) : std::nullopt});
  }
  send_pending_lines();
}

void SessionClient::note_limits(const wire::Welcome& welcome) {
  limits_ = welcome.limits;
  answers_ = settings_.wants_answers && limits_.has_value();
  lines_.expect_answers(answers_);
}

void SessionClient::drop_answers(const std::vector<uint64_t>& tags) {
  for (const auto tag : tags) events_.emplace_back(NotSaid{tag, "unknown", {}});
}

void SessionClient::on(const wire::LineSaid& said) {
  const auto tag = lines_.pop_answered(said.line);
  if (!tag) return;
  events_.emplace_back(
      Said{*tag, said.number, said.text ? std::optional<std::string>(*said.text) : std::nullopt});
}

void SessionClient::on(const wire::LineRefused& refused) {
  auto words = std::string(refused.words);
  if (!answers_) {
    // Falls back to a plain message, as from a host without this answer.
    if (!words.empty())
      events_.emplace_back(MessageReceived{true, 0, 0, 0, {}, {}, std::move(words)});
    return;
  }
  if (const auto tag = lines_.pop_answered(refused.line))
    events_.emplace_back(NotSaid{*tag, std::string(refused.why), std::move(words)});
}

void SessionClient::on(const wire::Refusal& refusal) {
  if (stage_ != Stage::asking) return;
  if (was_joined_) return end(Ended::Reason::removed, std::string(refusal.reason));
  waits_for_user_ = true;
  events_.emplace_back(NameRefused{std::string(refusal.reason)});
}

void SessionClient::on(const wire::Locked& locked) {
  if (stage_ != Stage::asking) return;
  if (was_joined_) return end(Ended::Reason::removed, std::string(locked.reason));
  waits_for_user_ = true;
  events_.emplace_back(Locked{std::string(locked.reason)});
}

// The member was away for too long: the client joins again under the same name.
void SessionClient::restart_membership() {
  token_.clear();
  number_ = 0;
  if (stage_ == Stage::leaving)
    return end(undelivered() == 0 ? Ended::Reason::left : Ended::Reason::silent);
  request_entry();
}

void SessionClient::on(const wire::Line& line) {
  number_ = std::max(number_, line.number);
  events_.emplace_back(MessageReceived{false, line.flags, line.number, line.time,
                                       std::string(line.kind), std::string(line.from),
                                       std::string(line.text), std::string(line.bare)});
}

void SessionClient::on_close(link::CloseReason why, Moment now) {
  if (why == link::CloseReason::evicted) return end(Ended::Reason::elsewhere);
  if (why == link::CloseReason::removed) return end(Ended::Reason::removed);
  if (stage_ == Stage::leaving) return end(Ended::Reason::left);
  if (why == link::CloseReason::crowded) return on_crowded(now);
  // The backlog overflowed: the client reconnects and requests the missing entries by number.
  keys_.reset();
  welcomed_ = false;
  start_handshake(now);
}

void SessionClient::note_crowded(Moment now) {
  if (crowded_since_) return;
  crowded_since_ = now.steady;
  events_.emplace_back(Crowded{});
}

void SessionClient::on_crowded(Moment now) {
  keys_.reset();
  welcomed_ = false;
  // Retries when the user has answered.
  if (waits_for_user_) return;
  note_crowded(now);
  if (!was_joined_ && now.steady - *crowded_since_ >= settings_.patience)
    return end(Ended::Reason::failed,
               wire::to_string(host_) + " has no place for newcomers at the moment");
  start_handshake(now, kPauseWhenCrowded);
}

}  // namespace moonroom::session

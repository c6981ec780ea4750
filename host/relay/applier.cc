#include "relay/applier.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/overloaded.h"

namespace moonroom::relay {

void Applier::apply(const room::Judged& judged, const Turn& turn) {
  const bool is_command = std::holds_alternative<room::AdminCommandEvent>(judged.event);
  if (!judged.verdict.passed && !is_command) ++parts_.stats.refused;
  set_subject(judged.event);
  std::visit([&](const auto& event) { apply_event(event, judged.verdict, turn); }, judged.event);
  parts_.actions.run(judged.verdict.actions, subject_, turn);
  parts_.line.end(turn);
}

void Applier::apply_event(const room::JoinEvent& joining, const Verdict& verdict,
                          const Turn& turn) {
  const auto* newcomer = parts_.state.room.find(joining.who);
  if (!newcomer) return;
  const bool is_still_there = newcomer->stage == room::Stage::joining;
  if (verdict.passed) {
    admit(joining);
    if (!is_still_there) return;
    // A challenged peer has been welcomed with the challenge.
    if (parts_.challenge.is_required(newcomer->connection.endpoint))
      return parts_.replies.tell(joining.who, parts_.state.host_messages.heard_you, turn);
    return parts_.replies.welcome(*newcomer, turn);
  }
  const auto& why = verdict.reason.empty() ? parts_.state.host_messages.refused : verdict.reason;
  if (is_still_there) parts_.replies.refuse(why, newcomer->connection, turn);
  parts_.state.room.remove(joining.who);
}

void Applier::admit(const room::JoinEvent& joining) {
  auto& state = parts_.state;
  const auto& newcomer = *state.room.find(joining.who);
  if (newcomer.connection.can_resume()) {
    auto token = parts_.settings.make_token();
    room::ResumeTicket ticket{parts_.settings.digest(token), 0, state.log.last()};
    state.room.admit(joining.who, std::move(ticket), std::move(token));
  } else {
    state.room.admit(joining.who);
  }
  parts_.effects.save(newcomer);
  ++parts_.stats.joins;
}

void Applier::apply_event(const room::MessageEvent& saying, const Verdict& verdict,
                          const Turn& turn) {
  auto& room = parts_.state.room;
  auto& stats = parts_.stats;
  const auto waited = parts_.lines.on_judged(saying.who, turn.now.steady);
  stats.line_latency_total += waited;
  stats.line_latency_max = std::max(stats.line_latency_max, waited);
  if (saying.line != 0) room.ack_line(saying.who, saying.line);
  if (verdict.command || verdict.passed) {
    ++(verdict.command ? stats.commands : stats.lines);
    parts_.line.begin(saying, verdict.command);
  } else {
    parts_.replies.refuse_line(saying.who, saying.line, "refused", verdict.reason, turn);
  }
  const auto* author = saying.line == 0 ? nullptr : room.find(saying.who);
  if (author && author->stage == room::Stage::present) parts_.effects.save(*author);
}

void Applier::apply_event(const room::LeaveEvent& leaving, const Verdict&, const Turn&) {
  parts_.state.room.remove(leaving.who);
  parts_.effects.changes.emplace_back(room::MemberRemoved{leaving.who});
  ++parts_.stats.leaves;
}

void Applier::apply_event(const room::TimerDue& timer, const Verdict&, const Turn&) {
  parts_.timers.answered(timer);
}

void Applier::apply_event(const room::AdminCommandEvent&, const Verdict& verdict, const Turn&) {
  parts_.effects.results.emplace_back(Reply{verdict.reason, !verdict.passed});
}

void Applier::apply_event(const room::SanctionEvent& event, const Verdict&, const Turn& turn) {
  parts_.effects.results.emplace_back(parts_.moderation.apply(event.sanction, turn));
}

void Applier::apply_event(const room::ReturnEvent& event, const Verdict&, const Turn& turn) {
  parts_.resumption.apply(event, turn);
}

void Applier::apply_event(const room::CloseEvent&, const Verdict&, const Turn& turn) {
  parts_.moderation.close(turn);
  parts_.gate.release_all(turn.now);
}

void Applier::set_subject(const room::Event& event) {
  const auto who = std::visit(Overloaded{
                                  [](const room::JoinEvent& it) { return it.who; },
                                  [](const room::MessageEvent& it) { return it.who; },
                                  [](const room::LeaveEvent& it) { return it.who; },
                                  [](const auto&) { return room::MemberId{0}; },
                              },
                              event);
  const auto* member = parts_.state.room.find(who);
  subject_.name = member ? std::string_view(member->name) : std::string_view();
  subject_.by_text = member && !member->is_sealed();
}

}  // namespace moonroom::relay

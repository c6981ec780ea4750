#include "relay/applier.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "base/overloaded.h"
#include "room/line_reading.h"
#include "wire/prefix.h"

namespace moonroom::relay {
namespace {

// A doubled slash, which posts one, does not count as a change. When a post's text is its whole
// line, the bare text is unknown.
bool is_as_typed(const room::Post& post, std::string_view typed) {
  const auto meant = room::read_as(room::LineKind::slash_said, typed).text;
  if (post.text == post.line)
    return post.line.find(typed) != std::string::npos || post.line.find(meant) != std::string::npos;
  return post.text == typed || post.text == meant;
}

}  // namespace

void Applier::apply(const room::Judged& judged, const Turn& turn) {
  const bool is_command = std::holds_alternative<room::AdminCommandEvent>(judged.event);
  if (!judged.verdict.passed && !is_command) ++parts_.stats.refused;
  set_subject(judged.event);
  std::visit([&](const auto& event) { apply_event(event, judged.verdict, turn); }, judged.event);
  perform_all(judged.verdict, turn);
  confirm_line(turn);
  line_.reset();
}

// ── Events ──────────────────────────────────────────────────────────────────────────────────────

void Applier::apply_event(const room::JoinEvent& joining, const room::Verdict& verdict,
                          const Turn& turn) {
  const auto* newcomer = parts_.state.room.find(joining.who);
  if (!newcomer) return;
  const bool is_still_there = newcomer->stage == room::Stage::joining;
  if (verdict.passed) {
    admit(joining);
    if (!is_still_there) return;
    // A challenged peer has been welcomed with the challenge.
    if (parts_.challenge.is_required(newcomer->endpoint))
      return parts_.replies.tell(joining.who, parts_.state.host_messages.heard_you, turn);
    return parts_.replies.welcome(*newcomer, turn);
  }
  const auto& why = verdict.reason.empty() ? parts_.state.host_messages.refused : verdict.reason;
  if (is_still_there) parts_.replies.refuse(why, peer_of(*newcomer), turn);
  parts_.state.room.remove(joining.who);
}

void Applier::admit(const room::JoinEvent& joining) {
  auto& state = parts_.state;
  const auto& newcomer = *state.room.find(joining.who);
  if (newcomer.endpoint.session != 0) {
    auto token = parts_.settings.make_token();
    room::ResumeTicket ticket{parts_.settings.digest(token), 0, state.log.last()};
    state.room.admit(joining.who, std::move(ticket), std::move(token));
  } else {
    state.room.admit(joining.who);
  }
  parts_.effects.save(newcomer);
  ++parts_.stats.joins;
}

void Applier::apply_event(const room::MessageEvent& saying, const room::Verdict& verdict,
                          const Turn& turn) {
  auto& room = parts_.state.room;
  auto& stats = parts_.stats;
  const auto waited = parts_.lines.on_judged(saying.who, turn.now.steady);
  stats.line_latency_total += waited;
  stats.line_latency_max = std::max(stats.line_latency_max, waited);
  if (saying.line != 0) room.ack_line(saying.who, saying.line);
  if (verdict.command || verdict.passed) {
    ++(verdict.command ? stats.commands : stats.lines);
    line_ = {&saying, verdict.command};
  } else {
    parts_.replies.refuse_line(saying.who, saying.line, "refused", verdict.reason, turn);
  }
  const auto* author = saying.line == 0 ? nullptr : room.find(saying.who);
  if (author && author->stage == room::Stage::present) parts_.effects.save(*author);
}

void Applier::apply_event(const room::LeaveEvent& leaving, const room::Verdict&, const Turn&) {
  parts_.state.room.remove(leaving.who);
  parts_.effects.changes.emplace_back(room::MemberRemoved{leaving.who});
  ++parts_.stats.leaves;
}

void Applier::apply_event(const room::TimerDue& timer, const room::Verdict&, const Turn&) {
  parts_.timers.answered(timer);
}

void Applier::apply_event(const room::AdminCommandEvent&, const room::Verdict& verdict,
                          const Turn&) {
  parts_.effects.replies.push_back({verdict.reason, !verdict.passed});
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
  subject_.by_text = member && !member->by_session();
}

// ── Actions ─────────────────────────────────────────────────────────────────────────────────────

// The line first, then the actions of its filters.
void Applier::perform_all(const room::Verdict& verdict, const Turn& turn) {
  const auto one = [&](const room::Action& action) {
    std::visit([&](const auto& it) { perform(it, turn); }, action);
  };
  const auto* line = line_of(verdict);
  if (line) one(*line);
  for (const auto& action : verdict.actions)
    if (&action != line) one(action);
}

void Applier::perform(const room::Post& post, const Turn& turn) {
  const auto number = is_current_line(post) ? line_->saying->number : 0;
  note_entry(parts_.poster.post(post, subject_, number, turn), turn);
}

void Applier::perform(const room::Kick& wish, const Turn& turn) {
  parts_.moderation.kick(wish.who, wish.reason, turn);
}

void Applier::perform(const room::SetTimer& timer, const Turn& turn) {
  parts_.timers.set(timer, turn.now.steady);
}

void Applier::perform(const room::Cancel& wish, const Turn&) {
  parts_.timers.cancel(wish);
  parts_.effects.requests.emplace_back(wish);
}

// Reports to the administrator, because the plugin cannot know about the neighbours.
void Applier::perform(const room::Mute& wish, const Turn& turn) {
  const auto muted = parts_.moderation.mute(wish.who, wish.length, turn);
  const auto* member = parts_.state.room.find(wish.who);
  if (muted.neighbours.empty() || !member) return;
  parts_.effects.notices.push_back(
      fmt::format("{} is muted under this name only, because others came from {} before: {}",
                  member->name, wire::to_string(wire::source_of(member->endpoint.address)),
                  fmt::join(muted.neighbours, ", ")));
}

void Applier::perform(const room::Ban& wish, const Turn& turn) {
  parts_.moderation.ban(wish, turn);
}

void Applier::perform(const room::StorePut& wish, const Turn&) {
  parts_.effects.store_puts.push_back(wish);
}

void Applier::perform(const room::ForgetCallbacks& all, const Turn&) {
  parts_.timers.clear();
  parts_.effects.requests.emplace_back(all);
}

void Applier::perform(const room::Lifecycle& life, const Turn&) {
  parts_.effects.lifecycles.push_back(life);
}

// ── The line ────────────────────────────────────────────────────────────────────────────────────

// The first post in the author's name that is not private.
bool Applier::is_current_line(const room::Post& post) const {
  return line_ && !line_->is_command && line_->entry == 0 && !post.is_private() &&
         post.from == subject_.name;
}

const room::Action* Applier::line_of(const room::Verdict& verdict) const {
  const auto& actions = verdict.actions;
  const auto found = std::find_if(actions.begin(), actions.end(), [&](const room::Action& action) {
    const auto* post = std::get_if<room::Post>(&action);
    return post && is_current_line(*post);
  });
  return found == actions.end() ? nullptr : &*found;
}

// Shows the author a changed line when they do not receive the entry themselves.
void Applier::note_entry(const room::Entry& entry, const Turn& turn) {
  if (!line_) return;
  const auto& post = entry.post;
  if (line_->entry != 0 || post.is_private() || post.from != subject_.name) return;
  line_->entry = entry.number;
  if (line_->is_command || post.text.empty() || is_as_typed(post, line_->saying->text)) return;
  line_->changed = post.text;
  const auto* author = parts_.state.room.find(line_->saying->who);
  const bool is_left_out = post.audience.kind == room::Audience::Kind::others &&
                           post.audience.members == std::vector{line_->saying->who};
  if (author && author->is_reachable() && is_left_out)
    parts_.poster.deliver_too(*author, entry, subject_, turn);
}

void Applier::confirm_line(const Turn& turn) {
  if (!line_ || line_->saying->line == 0) return;
  const auto* author = parts_.state.room.find(line_->saying->who);
  if (author)
    parts_.replies.confirm_line(*author, line_->saying->line, line_->entry, line_->changed, turn);
}

}  // namespace moonroom::relay

// The second half of the straight line: what has been judged is applied, kept and said.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "relay/relay.h"
#include "room/line_reading.h"
#include "wire/prefix.h"
#include "wire/text.h"

namespace moonroom::relay {
namespace {

// Lines that leave together share system calls and packets; with more of them, what is sent does
// not fit the processor's caches any more and gets dearer.
constexpr size_t kLinesAPass = 32;

// What takes the kernel some 30 ms to send, and lets lines to a thousand members go in runs.
constexpr size_t kPlenty = 16384;

// A doubled slash, which says one, is no change. Of a post whose text is its whole line, the bare
// text is not known.
bool is_as_typed(const room::Post& post, std::string_view typed) {
  const auto meant = room::read_as(room::LineKind::slash_said, typed).text;
  if (post.text == post.line)
    return post.line.find(typed) != std::string::npos || post.line.find(meant) != std::string::npos;
  return post.text == typed || post.text == meant;
}

// A plugin's words may steer a screen no more than a member's.
room::Post without_controls(room::Post post) {
  post.line = wire::visible(post.line);
  return post;
}

}  // namespace

bool Relay::settle(Moment now, wire::Outbox& out) {
  for (size_t lines = 0; lines < kLinesAPass && out.weight() < kPlenty;) {
    const auto* judged = judge_.next();
    if (!judged) {
      usher(now);
      return true;
    }
    if (std::holds_alternative<room::Saying>(judged->event)) ++lines;
    apply(*judged, now, out);
  }
  usher(now);
  return false;
}

void Relay::apply(const room::Judged& judged, Moment now, wire::Outbox& out) {
  const auto& verdict = judged.verdict;
  if (!std::holds_alternative<room::Tended>(judged.event)) numbers_.settled();
  if (!verdict.passed && !std::holds_alternative<room::Commanding>(judged.event)) ++stats_.refused;
  look_at_subject(judged.event);
  std::visit(Overloaded{
                 [&](const room::Joining& joining) {
                   turnstile_.judged();
                   apply_join(joining, verdict, now, out);
                 },
                 [&](const room::Saying& saying) { apply_line(saying, verdict, now, out); },
                 [&](const room::Leaving& leaving) {
                   turnstile_.judged();
                   room_.remove(leaving.who);
                   record(room::Unseat{leaving.who});
                   ++stats_.leaves;
                 },
                 [](const room::Announcing&) {},
                 [&](const room::TimerDue& timer) { timers_.answered(timer); },
                 [&](const room::Commanding&) {
                   errands_.emplace_back(Reply{verdict.reason, !verdict.passed});
                 },
                 [](const room::JobDone&) {},
                 [](const room::Tended&) {},
             },
             judged.event);
  // The line before what its filters asked for.
  const auto* line = line_of(verdict);
  if (line) perform(*line, now, out);
  for (const auto& action : verdict.actions)
    if (&action != line) perform(action, now, out);
  answer_line(out);
  line_in_hand_.reset();
}

void Relay::apply_join(const room::Joining& joining, const room::Verdict& verdict, Moment now,
                       wire::Outbox& out) {
  const auto* newcomer = room_.find(joining.who);
  if (!newcomer) return;
  const bool still_there = newcomer->stage == room::Stage::joining;
  if (verdict.passed) {
    const bool by_session = newcomer->endpoint.session != 0;
    if (by_session) {
      auto token = settings_.make_token();
      room::Ticket ticket{settings_.digest(token), 0, log_.last()};
      room_.admit(joining.who, std::move(ticket), std::move(token));
    } else {
      room_.admit(joining.who);
    }
    keep_seat(*newcomer);
    ++stats_.joins;
    if (!still_there) return;
    // A stranger was welcomed when it was asked for the word.
    if (is_stranger(newcomer->endpoint)) return tell(joining.who, judge_.phrases().heard_you, out);
    return welcome(*newcomer, now, out);
  }
  if (still_there)
    refuse(verdict.reason.empty() ? judge_.phrases().refused : verdict.reason, newcomer->endpoint,
           newcomer->ends_lines, out);
  room_.remove(joining.who);
}

void Relay::apply_line(const room::Saying& saying, const room::Verdict& verdict, Moment now,
                       wire::Outbox& out) {
  const auto waited = load_.said_line_of(saying.who, now.steady);
  stats_.waiting += waited;
  stats_.longest_wait = std::max(stats_.longest_wait, waited);
  if (verdict.command)
    ++stats_.commands;
  else if (verdict.passed)
    ++stats_.lines;
  else
    refuse_line(saying.who, saying.line, "refused", verdict.reason, out);
  if (verdict.command || verdict.passed) line_in_hand_ = {&saying, verdict.command};
  const auto* author = saying.line == 0 ? nullptr : room_.find(saying.who);
  if (!author || author->stage != room::Stage::present) return;
  room_.had_line(saying.who, saying.line);
  keep_seat(*author);
}

void Relay::keep_seat(const room::Member& member) {
  record(room::Seat{member.id, member.name, member.endpoint, member.ends_lines, member.since.wall,
                    member.ticket ? std::optional(*member.ticket) : std::nullopt});
}

void Relay::perform(const room::Action& action, Moment now, wire::Outbox& out) {
  std::visit(Overloaded{
                 [&](const room::Post& words) { note_entry(post(words, now, out), out); },
                 [&](const room::Kick& wish) { kick(wish.who, wish.reason, now, out); },
                 [&](const room::LogLine& line) { errands_.emplace_back(line); },
                 [&](const room::SetTimer& timer) { timers_.set(timer, now.steady); },
                 [&](const room::Cancel& wish) {
                   timers_.cancel(wish);
                   errands_.emplace_back(wish);
                 },
                 [&](const room::Mute& wish) { mute_for_plugin(wish, now, out); },
                 [&](const room::Ban& wish) { ban(wish, now, out); },
                 [&](const room::Keep& wish) { errands_.emplace_back(wish); },
                 [&](const room::StartJob& job) { errands_.emplace_back(job); },
                 [&](const room::ForgetCallbacks& all) {
                   timers_.clear();
                   errands_.emplace_back(all);
                 },
                 [&](const room::Lifecycle& life) { errands_.emplace_back(life); },
             },
             action);
}

// The administrator is told what the plugin cannot know.
void Relay::mute_for_plugin(const room::Mute& wish, Moment now, wire::Outbox& out) {
  const auto muted = mute(wish.who, wish.length, now, out);
  const auto* member = room_.find(wish.who);
  if (muted.neighbours.empty() || !member) return;
  errands_.emplace_back(AdminNotice{
      fmt::format("{} is muted under this name only, because others came from {} before: {}",
                  member->name, wire::to_string(wire::source_of(member->endpoint.address)),
                  fmt::join(muted.neighbours, ", "))});
}

// The first post in the author's name that is not private.
bool Relay::is_line_in_hand(const room::Post& post) const {
  return line_in_hand_ && !line_in_hand_->is_command && line_in_hand_->entry == 0 &&
         !post.is_private() && post.from == subject_;
}

const room::Action* Relay::line_of(const room::Verdict& verdict) const {
  const auto& actions = verdict.actions;
  const auto found = std::find_if(actions.begin(), actions.end(), [&](const room::Action& action) {
    const auto* post = std::get_if<room::Post>(&action);
    return post && is_line_in_hand(*post);
  });
  return found == actions.end() ? nullptr : &*found;
}

const room::Entry& Relay::post(const room::Post& words, Moment now, wire::Outbox& out) {
  const auto number = is_line_in_hand(words) ? line_in_hand_->saying->number : 0;
  const auto& entry = wire::is_visible(words.line)
                          ? log_.append(words, now.wall, number)
                          : log_.append(without_controls(words), now.wall, number);
  ++stats_.posts;
  stats_.deliveries += delivery_.deliver(entry, flags_of(entry.post), room_, out);
  return entry;
}

// An author who does not hear their own line is shown it when it is not what they typed.
void Relay::note_entry(const room::Entry& entry, wire::Outbox& out) {
  if (!line_in_hand_) return;
  auto& line = *line_in_hand_;
  const auto& post = entry.post;
  if (line.entry != 0 || post.is_private() || post.from != subject_) return;
  line.entry = entry.number;
  if (line.is_command || post.text.empty() || is_as_typed(post, line.saying->text)) return;
  line.changed = post.text;
  const auto* author = room_.find(line.saying->who);
  const bool is_left_out = post.audience.kind == room::Audience::Kind::others &&
                           post.audience.members == std::vector{line.saying->who};
  if (author && author->hears() && is_left_out)
    delivery_.deliver_too(*author, entry, flags_of(post), out);
}

void Relay::answer_line(wire::Outbox& out) {
  if (!line_in_hand_ || line_in_hand_->saying->line == 0) return;
  const auto& line = *line_in_hand_;
  const auto* author = room_.find(line.saying->who);
  if (!author || !author->hears() || !author->capabilities.answers) return;
  out.send(wire::encode(
               wire::SessionAnswer(wire::LineSaid{line.saying->line, line.entry, line.changed})),
           author->endpoint);
}

void Relay::refuse_line(room::MemberId who, uint64_t line, std::string_view why,
                        std::string_view words, wire::Outbox& out) {
  const auto* author = room_.find(who);
  if (line != 0) room_.had_line(who, line);
  if (!author || !author->hears()) return;
  if (line == 0 || author->capabilities.version < 2) {
    if (!words.empty()) tell(who, words, out);
    return;
  }
  const auto shown = wire::visible(words);
  out.send(wire::encode(wire::SessionAnswer(wire::LineRefused{line, why, shown})),
           author->endpoint);
}

void Relay::tell(room::MemberId who, std::string_view words, wire::Outbox& out) {
  const auto* member = room_.find(who);
  if (!member || member->stage != room::Stage::present) return;
  delivery_.tell(wire::visible(words), *member, out);
}

void Relay::look_at_subject(const room::Event& event) {
  const auto who = std::visit(Overloaded{
                                  [](const room::Joining& it) { return it.who; },
                                  [](const room::Saying& it) { return it.who; },
                                  [](const room::Leaving& it) { return it.who; },
                                  [](const auto&) { return room::MemberId{0}; },
                              },
                              event);
  const auto* member = room_.find(who);
  subject_ = member ? member->name : std::string();
  subject_by_text_ = member && !member->by_session();
}

uint8_t Relay::flags_of(const room::Post& post) const {
  if (post.from.empty()) return 0;
  const auto* author = post.from == subject_ ? nullptr : room_.named(post.from);
  const bool by_text = post.from == subject_ ? subject_by_text_ : author && !author->by_session();
  return by_text ? wire::Line::kByText : uint8_t{0};
}

}  // namespace moonroom::relay

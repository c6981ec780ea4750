// What the host says inside the session, and what becomes of the visit by it.
#include <algorithm>

#include "base/overloaded.h"
#include "session/visit.h"

namespace moonroom::session {

void Visit::take(std::string_view message) {
  const auto answer = wire::decode_session_answer(message);
  if (!answer || over_) return;
  std::visit(Overloaded{
                 [&](const wire::Welcome& it) { take(it); },
                 [&](const wire::Refusal& it) { take(it); },
                 [&](const wire::Locked& it) { take(it); },
                 [&](const wire::Line& it) { take(it); },
                 [&](const wire::LineSaid& it) { take(it); },
                 [&](const wire::LineRefused& it) { take(it); },
                 [&](const wire::Gone&) { begin_anew(); },
                 [&](const wire::Told& it) {
                   Heard heard;
                   heard.told = true;
                   heard.text = it.text;
                   news_.emplace_back(std::move(heard));
                 },
                 [&](const wire::Muted& it) {
                   news_.emplace_back(Muted{std::chrono::seconds(it.seconds)});
                 },
                 [&](const wire::End&) {
                   end(stage_ == Stage::leaving ? Over::Why::left : Over::Why::removed);
                 },
             },
             *answer);
}

void Visit::take(const wire::Welcome& welcome) {
  const bool again = !token_.empty() && token_ == welcome.token;
  token_ = welcome.token;
  settings_.membership.reset();
  crowded_since_.reset();
  welcomed_ = true;
  note_limits(welcome);
  if (again) {
    // Judged while the connection was lost: the answers went with it.
    for (const auto tag : lines_.take_unanswered(std::min(welcome.judged, lines_.said())))
      news_.emplace_back(Said{tag, 0, {}});
    lines_.say_again_behind(welcome.lines);
  } else if (was_inside_) {
    give_up_answers(lines_.take_unanswered(lines_.said()));
    lines_.begin_anew();
  }
  if (stage_ == Stage::asking) {
    stage_ = Stage::inside;
    news_.emplace_back(
        Entered{std::exchange(was_inside_, true), limits_, answers_,
                welcome.present > 0 ? std::optional(welcome.present) : std::nullopt});
  }
  say_what_waits();
}

void Visit::note_limits(const wire::Welcome& welcome) {
  limits_ = welcome.limits;
  answers_ = settings_.wants_answers && limits_.has_value();
  lines_.expect_answers(answers_);
}

void Visit::give_up_answers(const std::vector<uint64_t>& tags) {
  for (const auto tag : tags) news_.emplace_back(NotSaid{tag, "unknown", {}});
}

void Visit::take(const wire::LineSaid& said) {
  const auto tag = lines_.take_answered(said.line);
  if (!tag) return;
  news_.emplace_back(
      Said{*tag, said.number, said.text ? std::optional<std::string>(*said.text) : std::nullopt});
}

void Visit::take(const wire::LineRefused& refused) {
  auto words = std::string(refused.words);
  if (!answers_) {
    // As from a host that has no such message.
    if (!words.empty()) news_.emplace_back(Heard{true, 0, 0, 0, {}, {}, std::move(words)});
    return;
  }
  if (const auto tag = lines_.take_answered(refused.line))
    news_.emplace_back(NotSaid{*tag, std::string(refused.why), std::move(words)});
}

void Visit::take(const wire::Refusal& refusal) {
  if (stage_ != Stage::asking) return;
  if (was_inside_) return end(Over::Why::removed, std::string(refusal.reason));
  waits_for_user_ = true;
  news_.emplace_back(Turned{std::string(refusal.reason)});
}

void Visit::take(const wire::Locked& locked) {
  if (stage_ != Stage::asking) return;
  if (was_inside_) return end(Over::Why::removed, std::string(locked.reason));
  waits_for_user_ = true;
  news_.emplace_back(Locked{std::string(locked.reason)});
}

// He has been away for too long: he comes in anew, under his name.
void Visit::begin_anew() {
  token_.clear();
  number_ = 0;
  if (stage_ == Stage::leaving) return end(unsaid() == 0 ? Over::Why::left : Over::Why::silent);
  ask();
}

void Visit::take(const wire::Line& line) {
  number_ = std::max(number_, line.number);
  news_.emplace_back(Heard{false, line.flags, line.number, line.time, std::string(line.kind),
                           std::string(line.from), std::string(line.text), std::string(line.bare)});
}

void Visit::take_parting(link::Bye why, Moment now) {
  if (why == link::Bye::evicted) return end(Over::Why::elsewhere);
  if (why == link::Bye::removed) return end(Over::Why::removed);
  if (stage_ == Stage::leaving) return end(Over::Why::left);
  if (why == link::Bye::crowded) return take_crowded(now);
  // The host could not keep all that was to be read: it is asked for by number.
  keys_.reset();
  welcomed_ = false;
  greet(now);
}

void Visit::note_crowded(Moment now) {
  if (crowded_since_) return;
  crowded_since_ = now.steady;
  news_.emplace_back(Crowded{});
}

void Visit::take_crowded(Moment now) {
  keys_.reset();
  welcomed_ = false;
  // Asked again when there is something to ask for.
  if (waits_for_user_) return;
  note_crowded(now);
  if (!was_inside_ && now.steady - *crowded_since_ >= settings_.patience)
    return end(Over::Why::failed,
               wire::to_string(host_) + " has no place for newcomers at the moment");
  greet(now, kPauseWhenCrowded);
}

}  // namespace moonroom::session

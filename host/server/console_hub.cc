#include "server/console_hub.h"

#include <algorithm>
#include <utility>

#include "base/language.h"

namespace moonroom::server {
namespace {

// Bounds the console lines in a turn: a file of commands must not delay the room.
constexpr int kLinesPerTurn = 64;

// A result takes longer only if the worker must be replaced, and the console must not seem dead.
constexpr auto kPatience = std::chrono::seconds(1);

// Completions change with each join, possibly a thousand at once.
constexpr auto kBetweenCompletions = std::chrono::seconds(1);

}  // namespace

ConsoleHub::ConsoleHub(admin::Consoles& consoles, admin::CommandContext context)
    : consoles_(consoles),
      state_(context.state),
      judge_(context.judge),
      commands_(std::move(context)) {}

void ConsoleHub::begin_turn(SteadyTime now) {
  commands_.sample_trends(now);
  if (blocked_until_ && now >= *blocked_until_) unblock();
}

// While the judge is busy, lines wait in the consoles' processes and are not refused. A line is not
// executed before the line before it has its answer, unless that takes too long.
void ConsoleHub::on_input(Moment now) {
  has_more_ = false;
  for (int count = 0; count < kLinesPerTurn && !judge_.busy(); ++count) {
    if (blocked_until_) return;
    const auto line = consoles_.next_line();
    if (!line) return;
    execute(*line, now);
  }
  has_more_ = true;
}

void ConsoleHub::execute(const admin::ConsoleLine& line, Moment now) {
  if (const auto language = admin::language_in(line.text)) {
    consoles_.set_language(line.client, *language);
    return consoles_.answer(line.client, {});
  }
  const Speaking as(consoles_.language_of(line.client));
  const auto reply = commands_.execute(line.text, now);
  if (!reply.is_pending) return consoles_.answer(line.client, reply.text, reply.has_failed);
  waiting_.push_back(line.client);
  blocked_until_ = now.steady + kPatience;
}

void ConsoleHub::on_result(const relay::CommandResult& result, Moment now) {
  const uint64_t client = waiting_.empty() ? admin::Consoles::kOwn : waiting_.front();
  if (!waiting_.empty()) waiting_.pop_front();
  const Speaking as(consoles_.language_of(client));
  const auto reply = commands_.reply_to(result, now);
  consoles_.answer(client, reply.text, reply.has_failed);
  if (waiting_.empty()) unblock();
}

void ConsoleHub::unblock() {
  blocked_until_.reset();
  has_more_ = true;
}

void ConsoleHub::end_turn(SteadyTime now) {
  show_new_entries();
  push_completions(now);
}

void ConsoleHub::show_new_entries() {
  for (const auto& entry : state_.log.after(shown_))
    if (entry.post.audience.kind != room::Audience::Kind::only) consoles_.show(entry.post.line);
  shown_ = state_.log.last();
}

// At most once in kBetweenCompletions, which is faster than anybody presses Tab.
void ConsoleHub::push_completions(SteadyTime now) {
  const bool attended = consoles_.attended();
  completions_are_stale_ = attended && now < next_completions_;
  if (!attended || completions_are_stale_) return;
  next_completions_ = now + kBetweenCompletions;
  consoles_.set_completions(commands_.completions());
}

std::optional<SteadyTime> ConsoleHub::next_due() const {
  if (has_more_) return SteadyTime();
  if (!completions_are_stale_) return blocked_until_;
  return std::min(next_completions_, blocked_until_.value_or(next_completions_));
}

}  // namespace moonroom::server

#include "server/console_hub.h"

#include <utility>

#include "base/language.h"
#include "text/text.h"

namespace moonroom::server {
namespace {

// Bounds the console lines in a turn: a file of commands must not delay the room.
constexpr int kLinesPerTurn = 64;

// Completions change with each join, possibly a thousand at once.
constexpr auto kBetweenCompletions = std::chrono::seconds(1);

}  // namespace

ConsoleHub::ConsoleHub(admin::Consoles& consoles, admin::CommandContext context)
    : consoles_(consoles),
      state_(context.state),
      judge_(context.judge),
      commands_(std::move(context)) {}

// While the judge is busy, lines wait in the consoles' processes and are not refused.
void ConsoleHub::on_input(const relay::Turn& turn) {
  for (int count = 0; count < kLinesPerTurn && !judge_.busy(); ++count) {
    const auto line = consoles_.next_line();
    if (!line) return;
    execute(*line, turn);
  }
}

void ConsoleHub::execute(const admin::ConsoleLine& line, const relay::Turn& turn) {
  if (const auto language = admin::language_in(line.text)) {
    consoles_.set_language(line.client, *language);
    return consoles_.answer(line.client, {});
  }
  const Speaking as(consoles_.language_of(line.client));
  if (const auto answer = commands_.execute(line.text, turn.now, turn.out))
    consoles_.answer(line.client, *answer, commands_.has_failed());
  else
    waiting_.push_back(line.client);
}

void ConsoleHub::on_reply(const relay::Reply& reply) {
  const uint64_t asker = waiting_.empty() ? admin::Consoles::kOwn : waiting_.front();
  if (!waiting_.empty()) waiting_.pop_front();
  consoles_.answer(asker, text::visible_lines(reply.text), reply.has_failed);
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
  return completions_are_stale_ ? std::optional(next_completions_) : std::nullopt;
}

}  // namespace moonroom::server

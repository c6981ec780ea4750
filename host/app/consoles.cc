#include "app/consoles.h"

namespace moonroom::app {

std::optional<process::ConsoleLine> Consoles::next_line() {
  if (own_.open())
    if (auto line = own_.next_line()) return process::ConsoleLine{kOwn, std::move(*line)};
  return door_ ? door_->next_line() : std::nullopt;
}

void Consoles::answer(uint64_t who, std::string_view text, bool has_failed) {
  if (who != kOwn)
    door_->answer(who, text, has_failed);
  else if (!text.empty())
    own_.answer(text);
}

// Links have numbers that are never given again, so one that has gone need not be looked for; a
// few are forgotten once there are more than can be attached.
void Consoles::speak(uint64_t who, Language language) {
  chinese_.erase(who);
  if (language == Language::english) return;
  chinese_.insert(who);
  if (chinese_.size() > process::ConsoleDoor::kMaxLinks) chinese_.erase(chinese_.begin());
}

Language Consoles::language_of(uint64_t who) const {
  if (who == kOwn) return current_language();
  return chinese_.contains(who) ? Language::chinese : Language::english;
}

void Consoles::reply(std::string_view text, bool has_failed) {
  const uint64_t asker = askers_.empty() ? kOwn : askers_.front();
  if (!askers_.empty()) askers_.pop_front();
  answer(asker, text, has_failed);
}

void Consoles::show(std::string_view line) {
  if (own_.interactive()) own_.show(line);
  show_attached(line);
}

void Consoles::teach(process::ConsoleWords words) {
  if (words == words_) return;
  words_ = std::move(words);
  own_.teach(words_);
  if (door_) door_->teach(words_);
}

void Consoles::show_attached(std::string_view line) {
  if (door_) door_->show_all(line);
}

}  // namespace moonroom::app

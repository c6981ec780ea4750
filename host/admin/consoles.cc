#include "admin/consoles.h"

namespace moonroom::admin {

std::optional<admin::ConsoleLine> Consoles::next_line() {
  if (own_.open())
    if (auto line = own_.next_line()) return admin::ConsoleLine{kOwn, std::move(*line)};
  return server_ ? server_->next_line() : std::nullopt;
}

void Consoles::answer(uint64_t who, std::string_view text, bool has_failed) {
  if (who != kOwn)
    server_->answer(who, text, has_failed);
  else if (!text.empty())
    own_.answer(text);
}

// Numbers are never re-used, so entries of closed consoles do no harm; some are removed once there
// are more entries than consoles can attach.
void Consoles::set_language(uint64_t who, Language language) {
  chinese_.erase(who);
  if (language == Language::english) return;
  chinese_.insert(who);
  if (chinese_.size() > admin::ConsoleServer::kMaxClients) chinese_.erase(chinese_.begin());
}

Language Consoles::language_of(uint64_t who) const {
  if (who == kOwn) return current_language();
  return chinese_.contains(who) ? Language::chinese : Language::english;
}

void Consoles::show(std::string_view line) {
  if (own_.interactive()) own_.show(line);
  show_attached(line);
}

void Consoles::set_completions(admin::Completions words) {
  if (words == completions_) return;
  completions_ = std::move(words);
  own_.set_completions(completions_);
  if (server_) server_->set_completions(completions_);
}

void Consoles::show_attached(std::string_view line) {
  if (server_) server_->show_all(line);
}

}  // namespace moonroom::admin

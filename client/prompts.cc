#include "client/prompts.h"

#include <fmt/format.h>

#include <utility>

#include "client/suggestions.h"

namespace moonroom::client {

terminal::PromptOptions Prompts::for_answer(Phrase question, bool secret) const {
  return {.prompt = source_.json ? "" : std::string(phrase(question, language_)),
          .secret = secret,
          .cleared = std::string(phrase(Phrase::cleared, language_))};
}

terminal::PromptOptions Prompts::for_lines(const std::string& name,
                                           std::function<void()> on_return) const {
  terminal::PromptOptions asking{.prompt = is_bare_ ? "" : name + "> "};
  asking.complete = [uses = uses_](std::string_view typed) {
    return suggest(typed, uses.people, uses.commands);
  };
  asking.transcript = [source = source_, &style = uses_.style](const std::string& line) {
    return is_goodbye_of(line, source) ? std::string() : style.said(line);
  };
  asking.question = [language = language_](size_t lines, size_t blank) {
    const auto which = blank == 0 ? Phrase::paste : Phrase::paste_with_blank;
    return fmt::format(fmt::runtime(phrase(which, language)), lines, blank);
  };
  asking.cleared = phrase(Phrase::cleared, language_);
  asking.on_return = std::move(on_return);
  asking.history = &uses_.history;
  return asking;
}

}  // namespace moonroom::client

// How the client asks for lines: the prompt, and what the keys do meanwhile.
#pragma once

#include <functional>
#include <string>

#include "client/command_advice.h"
#include "client/input_line.h"
#include "client/people.h"
#include "client/phrases.h"
#include "client/renderer.h"
#include "terminal/prompt_options.h"

namespace moonroom::client {

class Prompts {
 public:
  /// All must outlive the lines that are read.
  struct Dependencies {
    Renderer& style;
    const KnownPeople& people;
    const KnownCommands& commands;
    terminal::History& history;
  };
  /// `is_bare`: no prompts before the lines.
  Prompts(Language language, const InputSource& source, bool is_bare, const Dependencies& uses)
      : language_(language), source_(source), is_bare_(is_bare), uses_(uses) {}

  /// Asks for a name or a password.
  terminal::PromptOptions for_answer(Phrase question, bool secret) const;
  /// Asks for lines of the room. `on_return` is called when the program continues after Ctrl-Z.
  terminal::PromptOptions for_lines(const std::string& name, std::function<void()> on_return) const;

 private:
  Language language_;
  InputSource source_;
  bool is_bare_;
  Dependencies uses_;
};

}  // namespace moonroom::client

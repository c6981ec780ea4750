#include "admin/command_forms.h"

#include <fmt/format.h>

#include <algorithm>

namespace moonroom::admin {
namespace {

std::string_view gap(std::string_view text) {
  return text.empty() ? "" : " ";
}

}  // namespace

std::span<const CommandForm> command_forms() {
  static const auto all = [] {
    std::vector<CommandForm> forms;
    for (const auto& each : {room_commands(), moderation_commands(), plugin_commands()})
      forms.insert(forms.end(), each.begin(), each.end());
    return forms;
  }();
  return all;
}

const CommandForm* find_form(std::string_view command, std::string_view word) {
  const auto all = command_forms();
  const auto found = std::find_if(all.begin(), all.end(), [&](const CommandForm& form) {
    const bool fits = form.word == word || (word.empty() && form.is_usual);
    return form.command == command && fits;
  });
  return found == all.end() ? nullptr : &*found;
}

std::string usage_of(const CommandForm& form) {
  const auto word = form.is_usual ? fmt::format("[{}]", form.word) : std::string(form.word);
  return fmt::format("/{}{}{}{}{}", form.command, gap(word), word, gap(form.arguments),
                     form.arguments);
}

std::string usage_of(std::string_view command) {
  std::string usage;
  for (const auto& form : command_forms())
    if (form.command == command) usage += (usage.empty() ? "" : ", ") + usage_of(form);
  return usage;
}

std::vector<std::string_view> words_of(std::string_view command) {
  std::vector<std::string_view> words;
  for (const auto& form : command_forms())
    if (form.command == command && !form.word.empty()) words.push_back(form.word);
  return words;
}

}  // namespace moonroom::admin

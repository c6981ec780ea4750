#include "admin/command_forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moonroom::admin {
namespace {

constexpr std::array<CommandForm, 23> kForms = {{
    {"help", "", "", "this list"},
    {"who", "", "", "who is in the room"},
    {"say", "", "TEXT", "say TEXT to everybody, also if it begins with /"},
    {"kick", "", "NAME [REASON]", "remove NAME from the room"},
    {"mute", "", "NAME [LENGTH]", "let NAME hear, but not speak: 90s, 10m, 2h, 7d (default 10m)"},
    {"unmute", "", "NAME", "let NAME speak again"},
    {"ban", "", "NAME|ADDRESS|PREFIX [LENGTH] [REASON]",
     "remove and keep out: 90s, 10m, 2h, 7d (default 1d)"},
    {"unban", "", "NAME|ADDRESS|PREFIX", "let come in again"},
    {"bans", "", "", "who may not come in or not speak, and for how long"},
    {"plugin", "list", "", "the plugins, and what they are up to", true},
    {"plugin", "folder", "", "the folder whose plugins the room runs"},
    {"plugin", "load", "PLUGIN", "read a plugin's file again"},
    {"plugin", "reload", "PLUGIN", "the same as load"},
    {"plugin", "resume", "PLUGIN", "ask a plugin again that was disabled for its faults"},
    {"plugin", "enable", "NAME", "copy a plugin of the gallery into the folder"},
    {"plugin", "disable", "NAME", "stop a plugin; its file and what it knows stay"},
    {"why", "", "[NUMBER]", "which plugin changed or refused a message"},
    {"ps", "", "", "the processes of this host"},
    {"stats", "", "", "how fast, how much, how well"},
    {"top", "", "", "the same and more, over and over, until a key is pressed"},
    {"upgrade", "", "", "become the program that is installed now, if it can"},
    {"upgrade", "last", "", "how the latest upgrade went"},
    {"quit", "", "", "end the room: everybody is told"},
}};

std::string_view gap(std::string_view text) {
  return text.empty() ? "" : " ";
}

}  // namespace

std::span<const CommandForm> command_forms() {
  return kForms;
}

const CommandForm* find_form(std::string_view command, std::string_view word) {
  const auto found = std::find_if(kForms.begin(), kForms.end(), [&](const CommandForm& form) {
    const bool fits = form.word == word || (word.empty() && form.is_usual);
    return form.command == command && fits;
  });
  return found == kForms.end() ? nullptr : &*found;
}

std::string usage_of(const CommandForm& form) {
  const auto word = form.is_usual ? fmt::format("[{}]", form.word) : std::string(form.word);
  return fmt::format("/{}{}{}{}{}", form.command, gap(word), word, gap(form.arguments),
                     form.arguments);
}

std::string usage_of(std::string_view command) {
  std::string usage;
  for (const auto& form : kForms)
    if (form.command == command) usage += (usage.empty() ? "" : ", ") + usage_of(form);
  return usage;
}

std::vector<std::string_view> words_of(std::string_view command) {
  std::vector<std::string_view> words;
  for (const auto& form : kForms)
    if (form.command == command && !form.word.empty()) words.push_back(form.word);
  return words;
}

}  // namespace moonroom::admin

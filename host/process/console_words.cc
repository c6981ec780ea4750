#include "process/console_words.h"

namespace moonroom::process {
namespace {

constexpr std::string_view kName = "NAME";
constexpr std::string_view kPlugin = "PLUGIN";
constexpr std::string_view kLanguage = "/language ";

void add(std::string& text, std::string_view mark, const std::string& word) {
  if (text.size() + mark.size() + word.size() + 1 > kMaxWords) return;
  text.append(mark).append(word).append("\n");
}

void add_each(std::vector<std::string>& phrases, std::string_view before,
              const std::vector<std::string>& words) {
  for (const auto& word : words) phrases.push_back(std::string(before).append(word));
}

std::vector<std::string> whole_commands(const ConsoleWords& words) {
  std::vector<std::string> phrases;
  for (const std::string_view command : words.commands) {
    const auto before = [&](std::string_view end) {
      return command.substr(0, command.size() - end.size());
    };
    if (command.ends_with(kName))
      add_each(phrases, before(kName), words.members);
    else if (command.ends_with(kPlugin))
      add_each(phrases, before(kPlugin), words.plugins);
    phrases.emplace_back(command.ends_with(kName)     ? before(kName)
                         : command.ends_with(kPlugin) ? before(kPlugin)
                                                      : command);
  }
  return phrases;
}

}  // namespace

std::string encode(const ConsoleWords& words) {
  std::string text;
  for (const auto& command : words.commands) add(text, "", command);
  for (const auto& plugin : words.plugins) add(text, "#", plugin);
  for (const auto& member : words.members) add(text, "@", member);
  return text;
}

ConsoleWords decode_console_words(std::string_view text) {
  ConsoleWords words;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (line.starts_with('@'))
      words.members.emplace_back(line.substr(1));
    else if (line.starts_with('#'))
      words.plugins.emplace_back(line.substr(1));
    else if (!line.empty())
      words.commands.emplace_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return words;
}

terminal::Completion complete(std::string_view typed, const ConsoleWords& words) {
  if (typed.starts_with('/')) return terminal::complete(typed, whole_commands(words));
  const auto blank = typed.rfind(' ');
  const auto word = blank == std::string_view::npos ? typed : typed.substr(blank + 1);
  return terminal::complete(word, words.members);
}

std::string language_line(Language language) {
  return std::string(kLanguage).append(name_of(language));
}

std::optional<Language> language_in(std::string_view line) {
  if (!line.starts_with(kLanguage)) return std::nullopt;
  return language_named(line.substr(kLanguage.size()));
}

}  // namespace moonroom::process

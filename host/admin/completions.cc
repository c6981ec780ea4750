#include "admin/completions.h"

#include <algorithm>
#include <array>

namespace moonroom::admin {
namespace {

constexpr std::string_view kLanguage = "/language ";

// One list of words: its placeholder at the end of a command, and its mark in a packet.
struct WordList {
  std::string_view place;
  char mark;
  std::vector<std::string> Completions::*words;
};
constexpr std::array<WordList, 4> kLists = {{{"NAME", '@', &Completions::members},
                                             {"PLUGIN", '#', &Completions::plugins},
                                             {"MUTED", '%', &Completions::muted},
                                             {"BANNED", '!', &Completions::banned}}};

void add(std::string& text, std::string_view mark, const std::string& word) {
  if (text.size() + mark.size() + word.size() + 1 > kMaxCompletions) return;
  text.append(mark).append(word).append("\n");
}

std::vector<std::string> whole_commands(const Completions& words) {
  std::vector<std::string> host_messages;
  for (const std::string_view command : words.commands) {
    auto before = command;
    for (const auto& list : kLists) {
      if (!command.ends_with(list.place)) continue;
      before.remove_suffix(list.place.size());
      for (const auto& word : words.*list.words)
        host_messages.push_back(std::string(before).append(word));
    }
    host_messages.emplace_back(before);
  }
  return host_messages;
}

const WordList* list_marked(char mark) {
  const auto* found = std::find_if(kLists.begin(), kLists.end(),
                                   [&](const WordList& list) { return list.mark == mark; });
  return found == kLists.end() ? nullptr : found;
}

}  // namespace

std::string encode(const Completions& words) {
  std::string text;
  for (const auto& command : words.commands) add(text, "", command);
  // Members last: a crowd of them must leave space for the rest.
  for (auto list = kLists.rbegin(); list != kLists.rend(); ++list)
    for (const auto& word : words.*list->words) add(text, std::string_view(&list->mark, 1), word);
  return text;
}

Completions decode_completions(std::string_view text) {
  Completions words;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (line.starts_with('/'))
      words.commands.emplace_back(line);
    else if (const auto* list = line.empty() ? nullptr : list_marked(line.front()))
      (words.*list->words).emplace_back(line.substr(1));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return words;
}

terminal::Completion complete(std::string_view typed, const Completions& words) {
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

}  // namespace moonroom::admin

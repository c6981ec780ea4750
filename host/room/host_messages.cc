#include "room/host_messages.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/nearest.h"

namespace moonroom::room {
namespace {

struct Phrase {
  std::string_view key;
  std::string HostMessages::*text;
};

constexpr Phrase kPhrases[] = {
#define HOST_MESSAGE(name, text) {#name, &HostMessages::name},
#include "room/host_messages.def"
#undef HOST_MESSAGE
};

// Valid keys that are no message of the relay: the classic words, and the plugin host's messages.
constexpr std::array<std::string_view, 8> kOthers = {
    "ok", "exit", "verbs", "no_command", "no_command_but", "only_admin", "failed", "unchecked"};

std::vector<std::string_view> known_words(const Table* below) {
  std::vector<std::string_view> known(kOthers.begin(), kOthers.end());
  for (const auto& phrase : kPhrases) known.push_back(phrase.key);
  if (below)
    for (const auto& [key, value] : below->fields) known.push_back(key);
  return known;
}

std::string wrong_with_word(const std::string& key, const Value& value,
                            const std::vector<std::string_view>& known) {
  if (std::find(known.begin(), known.end(), key) == known.end()) {
    const auto meant = nearest(key, known);
    return "no word `host." + key + "`" +
           (meant.empty() ? std::string() : "; did you mean `" + std::string(meant) + "`?");
  }
  if (key == "verbs" || value.text()) return {};
  return "host." + key + " is a string, not a " + std::string(type_name(value));
}

}  // namespace

std::string with_length(const HostMessages& host_messages, std::string_view phrase,
                        std::chrono::nanoseconds length) {
  return substitute(phrase, "{length}", format_length(host_messages, length));
}

HostMessages host_messages_of(const Value& wording) {
  HostMessages host_messages;
  const auto* host = wording.field("host");
  if (!host || !host->table()) return host_messages;
  for (const auto& [key, phrase] : kPhrases)
    if (const auto text = host->text_at(key); !text.empty()) host_messages.*phrase = text;
  // Conflicting classic words are refused when the wording is loaded.
  if (auto words = wire::classic_words(*host->table())) host_messages.classic = std::move(*words);
  return host_messages;
}

std::string check_host_messages(const Value& wording, const Value& below) {
  const auto* host = wording.field("host");
  if (!host) return {};
  if (!host->table() || !host->table()->items.empty()) return "`host` is a table of words";
  const auto* under = below.field("host");
  const auto known = known_words(under ? under->table() : nullptr);
  for (const auto& [key, value] : host->table()->fields)
    if (auto wrong = wrong_with_word(key, value, known); !wrong.empty()) return wrong;
  Value all = under ? *under : Value(Table{});
  lay_over(all, *host);
  const auto words = wire::classic_words(*all.table());
  return words ? std::string() : words.error().what;
}

std::string with_reason(const HostMessages& host_messages, std::string words,
                        std::string_view reason) {
  if (reason.empty()) return words;
  // The reason is inserted last, because braces in it are plain text.
  const auto at = host_messages.because.find("{reason}");
  if (at == std::string::npos) return words;
  return substitute(host_messages.because.substr(0, at), "{what}", words) + std::string(reason) +
         host_messages.because.substr(at + std::string_view("{reason}").size());
}

std::string format_length(const HostMessages& host_messages, std::chrono::nanoseconds length) {
  const auto all = std::max<int64_t>(0, std::chrono::ceil<std::chrono::seconds>(length).count());
  const std::array<std::pair<int64_t, const std::string*>, 4> parts = {
      {{all / 86400, &host_messages.days},
       {all / 3600 % 24, &host_messages.hours},
       {all / 60 % 60, &host_messages.minutes},
       {all % 60, &host_messages.seconds}}};
  size_t first = 0;
  while (first + 1 < parts.size() && parts.at(first).first == 0) ++first;
  std::string words;
  for (size_t part = first; part < std::min(first + 2, parts.size()); ++part) {
    const auto& [count, unit] = parts.at(part);
    if (part > first && count == 0) continue;
    words += (words.empty() ? "" : " ") + substitute(*unit, "{n}", std::to_string(count));
  }
  return words;
}

std::string substitute(std::string_view phrase, std::string_view place, std::string_view with) {
  std::string words(phrase);
  if (const auto at = words.find(place); at != std::string::npos)
    words.replace(at, place.size(), with);
  return words;
}

}  // namespace moonroom::room

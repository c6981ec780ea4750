#include "room/phrases.h"

namespace moonroom::room {
namespace {

void take(const Value& words, const char* key, std::string& phrase) {
  const auto text = words.text_at(key);
  if (!text.empty()) phrase = text;
}

}  // namespace

Phrases phrases_of(const Value& wording) {
  Phrases phrases;
  const auto* host = wording.field("host");
  if (!host) return phrases;
  take(*host, "refused", phrases.refused);
  take(*host, "full", phrases.full);
  take(*host, "busy", phrases.busy);
  take(*host, "slow", phrases.slow);
  take(*host, "held", phrases.held);
  take(*host, "too_many_logins", phrases.too_many_logins);
  take(*host, "too_long", phrases.too_long);
  take(*host, "closing", phrases.closing);
  take(*host, "muted", phrases.muted);
  take(*host, "banned", phrases.banned);
  take(*host, "needs_password", phrases.needs_password);
  take(*host, "wrong_password", phrases.wrong_password);
  take(*host, "too_many_guesses", phrases.too_many_guesses);
  take(*host, "crowded", phrases.crowded);
  take(*host, "name_refused", phrases.name_refused);
  take(*host, "challenge", phrases.challenge);
  take(*host, "heard_you", phrases.heard_you);
  take(*host, "lost", phrases.lost);
  take(*host, "back", phrases.back);
  take(*host, "missed_too_much", phrases.missed_too_much);
  return phrases;
}

std::string filled(std::string_view phrase, std::string_view place, std::string_view with) {
  std::string words(phrase);
  if (const auto at = words.find(place); at != std::string::npos)
    words.replace(at, place.size(), with);
  return words;
}

}  // namespace moonroom::room

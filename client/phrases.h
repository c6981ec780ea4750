// The client's own messages in the reader's language. Pure; the room words its own.
#pragma once

#include <string>
#include <string_view>

#include "base/language.h"
#include "client/messages.h"

namespace moonroom::client {

using moonroom::Language;

enum class Phrase {
  ask_name,
  ask_password,
  connecting,
  no_answer,
  perhaps_classic,
  no_way,
  refused,
  locked,
  say_password,
  lost,
  crowded,
  back,
  ended,
  silent,
  unsaid,
  too_long,
  missed,
  paste,
  paste_with_blank,
  cleared,
  entered,
  encrypted,
  not_encrypted,
  muted,
  ended_because,
  interrupted,
  unread,
  round_trip,
  members,
  network_died,
  met,
  recognized,
  elsewhere,
  in_clear,
  wrong_pin,
  changed_key,
  not_remembered,
  line_not_said,
  line_refused,
  answer_lost,
  no_text,
  no_words,
  name_is_no_text,
  some_not_said,
  output_lost,
  needs_name,
};

/// A format for fmt; the table says what its braces stand for.
std::string_view phrase(Phrase phrase, Language language);

/// The message about it; empty when there is none.
std::string words_of(const Connection& connection, Language language);
/// "line 3 was not said: …"
std::string words_of(const NotSaid& line, Language language);
std::string words_of(const TooLong& line, Language language);

/// "Saturday"; 0 is Sunday.
std::string_view day_of_week(int day, Language language);

}  // namespace moonroom::client

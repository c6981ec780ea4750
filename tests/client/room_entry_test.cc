#include "client/room_entry.h"

#include <doctest/doctest.h>

#include <vector>

namespace moonroom::client {
namespace {

using State = Connection::State;

RoomEntry entry_of(const std::string& name, bool can_ask = true, bool classic = false) {
  return RoomEntry({name, Language::english, classic, can_ask});
}

}  // namespace

TEST_CASE("each state of the connection leads to a phase") {
  struct Row {
    State state;
    Phase phase;
  };
  const Row rows[] = {
      {State::connecting, Phase::entering}, {State::met, Phase::entering},
      {State::recognized, Phase::entering}, {State::crowded, Phase::entering},
      {State::lost, Phase::entering},       {State::not_remembered, Phase::entering},
      {State::entered, Phase::inside},      {State::back, Phase::inside},
      {State::refused, Phase::outside},     {State::locked, Phase::locked},
      {State::failed, Phase::over},         {State::unanswered, Phase::over},
      {State::ended, Phase::over},          {State::left, Phase::over},
      {State::silent, Phase::over},         {State::elsewhere, Phase::over},
      {State::untrusted, Phase::over},
  };
  for (const auto& row : rows) {
    CAPTURE(static_cast<int>(row.state));
    auto entry = entry_of("ada");
    entry.mark_entering();
    CHECK(entry.on({row.state, ""}));
    CHECK(entry.phase() == row.phase);
  }
}

TEST_CASE("another name or a password is asked for only where somebody can answer") {
  struct Row {
    const char* name;
    bool can_ask;
    State state;
    Phase phase;
    const char* name_then;
  };
  const Row rows[] = {
      {"ada", true, State::refused, Phase::outside, ""},
      {"ada", false, State::refused, Phase::over, "ada"},
      // The name was the first line of a pipe, so the next line is one, too.
      {"", false, State::refused, Phase::outside, ""},
      {"ada", true, State::locked, Phase::locked, "ada"},
      {"ada", false, State::locked, Phase::over, "ada"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    auto entry = entry_of(row.name, row.can_ask);
    entry.set_name("ada");
    entry.mark_entering();
    CHECK(entry.on({row.state, ""}) == (row.phase != Phase::over));
    CHECK(entry.phase() == row.phase);
    CHECK(entry.name() == row.name_then);
  }
}

TEST_CASE("the last event and the way there decide how the program ends") {
  struct Row {
    std::vector<State> states;
    bool was_inside;
    Status status;
    bool has_words;
  };
  const Row rows[] = {
      {{}, false, kFailed, true},
      {{State::entered, State::left}, true, kLeft, false},
      {{State::left}, false, kFailed, false},
      {{State::entered, State::ended}, true, kRemoved, false},
      {{State::entered, State::silent}, true, kFailed, true},
      {{State::entered, State::elsewhere}, true, kFailed, true},
      {{State::untrusted}, false, kUntrusted, true},
      {{State::failed}, false, kFailed, true},
      {{State::unanswered}, false, kFailed, true},
      {{State::refused}, false, kRefused, true},
      {{State::locked}, false, kRefused, true},
  };
  for (const auto& row : rows) {
    auto entry = entry_of("ada", false);
    for (const auto state : row.states) {
      CAPTURE(static_cast<int>(state));
      entry.on({state, "words"});
    }
    const auto ending = entry.ending(row.was_inside);
    CHECK(ending.status == row.status);
    CHECK(ending.words.empty() != row.has_words);
  }
}

TEST_CASE("lines are sent only inside, and not after the wish to leave") {
  auto entry = entry_of("ada");
  CHECK_FALSE(entry.can_send());
  entry.on({State::entered, "ada"});
  CHECK(entry.can_send());
  entry.mark_leaving();
  CHECK_FALSE(entry.can_send());
  // Until the room has confirmed it.
  CHECK(entry.phase() == Phase::inside);
}

TEST_CASE("a host that does not answer is perhaps one of the classic protocol") {
  auto entry = entry_of("ada");
  auto classic = entry_of("ada", true, true);
  entry.on({State::unanswered, "host"});
  classic.on({State::unanswered, "host"});
  CHECK(entry.ending(false).words.starts_with(classic.ending(false).words));
  CHECK(entry.ending(false).words != classic.ending(false).words);
}

}  // namespace moonroom::client

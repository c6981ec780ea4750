#include "session/client_state.h"

#include <doctest/doctest.h>

using moonroom::session::ClientState;
using moonroom::session::ClientStep;
using moonroom::session::has_joined;
using moonroom::session::is_asking;
using moonroom::session::next_state;

TEST_CASE("each step leads from each state to one other") {
  using S = ClientState;
  struct Row {
    S from;
    S requested, welcomed, refused, retried, left;
  };
  const Row rows[] = {
      {S::entering, S::entering, S::inside, S::refused, S::entering, S::ended},
      {S::refused, S::refused, S::inside, S::refused, S::entering, S::ended},
      {S::inside, S::returning, S::inside, S::inside, S::inside, S::leaving},
      {S::returning, S::returning, S::inside, S::ended, S::returning, S::leaving},
      {S::leaving, S::leaving, S::leaving, S::leaving, S::leaving, S::leaving},
      {S::ended, S::ended, S::ended, S::ended, S::ended, S::ended},
  };
  for (const auto& row : rows) {
    CAPTURE(static_cast<int>(row.from));
    CHECK(next_state(row.from, ClientStep::requested) == row.requested);
    CHECK(next_state(row.from, ClientStep::welcomed) == row.welcomed);
    CHECK(next_state(row.from, ClientStep::refused) == row.refused);
    CHECK(next_state(row.from, ClientStep::retried) == row.retried);
    CHECK(next_state(row.from, ClientStep::left) == row.left);
  }
}

TEST_CASE("a client that has joined once either asks again or does not") {
  struct Row {
    ClientState state;
    bool joined, asks;
  };
  const Row rows[] = {{ClientState::entering, false, true}, {ClientState::refused, false, true},
                      {ClientState::inside, true, false},   {ClientState::returning, true, true},
                      {ClientState::leaving, true, false},  {ClientState::ended, false, false}};
  for (const auto& row : rows) {
    CHECK(has_joined(row.state) == row.joined);
    CHECK(is_asking(row.state) == row.asks);
  }
}

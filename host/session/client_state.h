// The way of a client into a room and out of it, as a table of states. Pure.
//
//     entering ⇄ refused
//        └─────────→ inside ⇄ returning
//                       └──────────┴──→ leaving → ended
#pragma once

#include <cstdint>

namespace moonroom::session {

enum class ClientState : uint8_t {
  /// Has not joined so far: shakes hands, or has sent a name.
  entering,
  /// The host refuses the name or the password: the user must give another one.
  refused,
  inside,
  /// Was inside, and asks to join again in another session.
  returning,
  leaving,
  ended,
};

enum class ClientStep : uint8_t {
  /// The name, or the token, is sent.
  requested,
  welcomed,
  refused,
  /// The user has given another name or password.
  retried,
  left,
};

/// The room has once let this client in.
constexpr bool has_joined(ClientState state) {
  return state == ClientState::inside || state == ClientState::returning ||
         state == ClientState::leaving;
}
/// A welcome lets the client in.
constexpr bool is_asking(ClientState state) {
  return state == ClientState::entering || state == ClientState::refused ||
         state == ClientState::returning;
}

constexpr ClientState next_state(ClientState from, ClientStep step) {
  using State = ClientState;
  if (from == State::ended) return from;
  switch (step) {
    case ClientStep::requested:
      return from == State::inside ? State::returning : from;
    case ClientStep::welcomed:
      return from == State::leaving ? from : State::inside;
    case ClientStep::refused:
      if (!is_asking(from)) return from;
      return has_joined(from) ? State::ended : State::refused;
    case ClientStep::retried:
      return from == State::refused ? State::entering : from;
    case ClientStep::left:
      return has_joined(from) ? State::leaving : State::ended;
  }
  return from;
}

}  // namespace moonroom::session

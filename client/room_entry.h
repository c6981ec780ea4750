// How far the client is on its way into the room and out of it, by the events of the network
// process, and with what status the program ends. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "client/messages.h"
#include "client/options.h"
#include "client/phrases.h"

namespace moonroom::client {

enum class Phase : uint8_t {
  /// A name is needed.
  outside,
  /// The room's password is needed.
  locked,
  /// An order to enter has been sent.
  entering,
  inside,
  over,
};

class RoomEntry {
 public:
  struct Settings {
    /// As given with the program's options; can be empty.
    std::string name;
    Language language{};
    bool classic = false;
    /// The input comes from a person, or from a program that can answer a question.
    bool can_ask = false;
  };

  explicit RoomEntry(Settings settings) : settings_(std::move(settings)), name_(settings_.name) {}

  Phase phase() const { return phase_; }
  /// Empty when the user must be asked for one.
  const std::string& name() const { return name_; }

  void set_name(std::string name) { name_ = std::move(name); }
  void mark_entering() { phase_ = Phase::entering; }
  void mark_over() { phase_ = Phase::over; }
  /// The user, or a signal, asks to leave.
  void mark_leaving() { is_leaving_ = true; }

  bool is_leaving() const { return is_leaving_; }
  bool can_send() const { return phase_ == Phase::inside && !is_leaving_; }
  /// Returns false when the program cannot go on: it has no other name, or no password.
  bool on(const Connection& connection);

  /// How the program ends, once it is over. `was_inside`: until it left.
  Ending ending(bool was_inside) const;

 private:
  bool give_up();
  std::string last_words() const;

  Settings settings_;
  std::string name_;
  Phase phase_ = Phase::outside;
  std::optional<Connection> last_;
  bool has_given_up_ = false;
  bool is_leaving_ = false;
};

/// The reason is printed when the program ends, and not before.
bool is_told_at_end(Connection::State state);

}  // namespace moonroom::client

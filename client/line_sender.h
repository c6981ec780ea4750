// Sends the lines of the input: as UTF-8, with a number each, and no faster than the room accepts
// them. It refuses a line that is no text, and shows why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/event_display.h"
#include "client/messages.h"
#include "client/network_process.h"
#include "client/options.h"
#include "client/phrases.h"
#include "client/room_entry.h"
#include "client/sent_lines.h"
#include "terminal/poll_sources.h"

namespace moonroom::client {

class LineSender {
 public:
  struct Settings {
    Language language{};
    /// The input is UTF-8 already; else it is in the codeset of the environment.
    bool is_utf8 = false;
    /// A blank line is an error.
    bool refuses_blank = false;
  };
  /// All must outlive it. `sources` are served while a line waits.
  struct Dependencies {
    NetworkProcess& network;
    EventDisplay& display;
    const RoomEntry& entry;
    const std::vector<terminal::Source>& sources;
  };

  LineSender(const Settings& settings, const Dependencies& uses);

  /// Waits until the line can be sent, while the client is in the room.
  void send(std::string text);
  void refuse_too_long();
  /// Counts the result of a line; other events change nothing.
  template <class Event>
  void on(const Event& event) {
    if constexpr (requires { lines_.on(event); }) lines_.on(event);
  }
  /// How a program that sends lines ends; nullopt when all were posted.
  std::optional<Ending> failure() const { return lines_.failure(settings_.language); }

 private:
  void refuse(uint64_t line, std::string_view why, std::string words);
  void wait_for_turn() const;

  Settings settings_;
  Dependencies uses_;
  SentLines lines_;
  std::string codeset_;
};

}  // namespace moonroom::client

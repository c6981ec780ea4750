// The loop of the terminal process: joins under a name, sends the lines of the input as orders,
// shows events, and leaves. It waits; what lines and events mean is decided by its parts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/command_advice.h"
#include "client/event_display.h"
#include "client/input_line.h"
#include "client/line_sender.h"
#include "client/messages.h"
#include "client/network_process.h"
#include "client/options.h"
#include "client/people.h"
#include "client/prompts.h"
#include "client/room_entry.h"
#include "terminal/console.h"
#include "terminal/signals.h"

namespace moonroom::client {

class UiLoop {
 public:
  /// The objects that it works with; all must outlive it.
  struct Dependencies {
    NetworkProcess& network;
    terminal::Console& console;
    terminal::Signals& signals;
    Renderer& style;
    KnownPeople& people;
    terminal::History& history;
    /// Input is not a terminal: the outcome of lines goes to standard error and into the exit
    /// status.
    bool for_programs = false;
  };

  UiLoop(Options options, Language language, const Dependencies& uses);

  /// Runs until the user leaves (and the room has confirmed it) or the room ends it.
  Ending run();

 private:
  void enter();
  void unlock();
  std::optional<std::string> read_answer_to(Phrase question, bool secret = false);
  void await_answer_to(const Order& order);
  void read_lines();
  void on_line(const terminal::Line& line);
  bool try_familiar(const std::string& line);
  void send_and_leave();
  Ending leave();
  void on_signal();
  bool read_events();
  void on(const Event& event);
  void on(const MessageReceived& heard);
  void on(const Connection& connection);
  void advise_if_unknown(std::string_view answer);

  Options options_;
  Language language_;
  Dependencies uses_;
  InputSource input_;
  std::vector<terminal::Source> sources_;
  RoomEntry entry_;
  CommandAdvice advice_;
  EventDisplay display_;
  LineSender sender_;
  Prompts prompts_;
  /// Leave without waiting.
  bool is_hurried_ = false;
};

}  // namespace moonroom::client

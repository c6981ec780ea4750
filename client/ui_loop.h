// The loop of the terminal process: joins under a name, sends the lines of the input as orders,
// shows events, and leaves. It waits; what lines and events mean is decided by its parts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/command_advice.h"
#include "client/event_display.h"
#include "client/input_line.h"
#include "client/messages.h"
#include "client/network_process.h"
#include "client/options.h"
#include "client/people.h"
#include "client/prompts.h"
#include "client/room_entry.h"
#include "client/sent_lines.h"
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
  void say(std::string text);
  void refuse(uint64_t line, std::string_view why, std::string words);
  void wait_for_turn();
  void send_and_leave();
  Ending leave();
  void on_signal();
  bool read_events();
  void on(const Event& event);
  void on(const MessageReceived& heard);
  void on(const Connection& connection);
  void advise_if_unknown(std::string_view answer);
  bool is_inside() const { return entry_.phase() == Phase::inside && !is_leaving_; }

  Options options_;
  Language language_;
  Dependencies uses_;
  InputSource input_;
  std::string codeset_;
  std::vector<terminal::Source> sources_;
  RoomEntry entry_;
  SentLines lines_;
  CommandAdvice advice_;
  EventDisplay display_;
  Prompts prompts_;
  /// The user, or a signal, asked to leave.
  bool is_leaving_ = false;
  /// Leave without waiting.
  bool is_hurried_ = false;
};

}  // namespace moonroom::client

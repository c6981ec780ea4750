// The loop of the terminal process: joins under a name, stays in the room, leaves it. Sends typed
// lines as orders and prints events until one side ends it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/familiar_commands.h"
#include "client/messages.h"
#include "client/network_process.h"
#include "client/options.h"
#include "client/people.h"
#include "client/phrases.h"
#include "client/renderer.h"
#include "client/send_pacer.h"
#include "client/status_line.h"
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

  UiLoop(Options options, Language language, const Dependencies& means);

  struct Ending {
    Status status = kLeft;
    /// The reason for a failure, to be printed once the console is closed.
    std::string words;
  };
  /// Runs until the user leaves (and the room has confirmed it) or the room ends it.
  Ending run();

 private:
  enum class Phase { outside, locked, entering, inside, over };

  // ui_loop.cc: orders
  void come_in();
  void unlock();
  std::optional<std::string> prompt_for(Phrase what, bool secret = false);
  void await_answer_to(const Order& order);
  void talk();
  void send_and_leave();
  void on_line(const terminal::Line& line);
  void say(std::string text);
  std::string with_codeset(Phrase which) const;
  void refuse(std::string_view why, const std::string& words);
  bool may_say(const std::string& text);
  bool is_leaving(std::string_view line) const;
  /// True when the line has been handled and is not for the room.
  bool obey_familiar(const std::string& line);
  void advise(std::string_view word);
  void advise_if_unknown(std::string_view answer);
  Ending leave();
  void hurry();
  std::string last_words() const;
  Ending ending_of_lines(Ending ending) const;

  // ui_loop_events.cc
  bool read_events();
  void on(const Event& event);
  void on(const Heard& heard);
  void on(const Connection& connection);
  void on(const Missed& missed);
  void on(const TooLong& line);
  void on(const Limits& limits);
  void on(const Said& said);
  void on(const NotSaid& line);
  void on(const Muted& muted);
  void note_not_said(const std::string& words);
  void on(const RoundTrip& trip);
  void on(const Marked& marked);
  bool can_ask() const;
  void give_up();

  void prompt_for_lines();
  void wait_for_turn();
  void show(const std::string& text);
  void flush();
  std::optional<std::string> text_of(const terminal::Line& line);

  Options options_;
  Language language_;
  Dependencies uses_;
  std::vector<terminal::Source> sources_;
  Phase phase_ = Phase::outside;
  std::string name_;
  /// The user, or a signal, asked to leave.
  bool leaving_ = false;
  /// Leave without waiting.
  bool hurried_ = false;
  std::optional<Connection> last_;
  bool refused_ = false;
  SendPacer pacer_;
  std::string codeset_;
  /// Lines to be sent, those that the room has not answered yet (if it answers), and those that it
  /// did not post.
  uint64_t lines_ = 0;
  uint64_t unanswered_ = 0;
  uint64_t not_said_ = 0;
  bool answers_ = false;
  KnownCommands commands_;
  /// A command of another chat program that was sent to the room, which possibly lacks it.
  std::string perhaps_unknown_;
  StatusLine status_;
  /// With --send: earlier messages are not the answer.
  bool silent_;
  /// Messages before the mark were missed while the connection was lost.
  bool unread_ = false;
  /// The output of one packet of events, written at once.
  std::string shown_;
};

}  // namespace moonroom::client

// Shows events: through the renderer on the console, in the status row, and as errors of a program.
// Its owner calls `flush` after a group of events, so that they are written at once.
#pragma once

#include <string>
#include <string_view>

#include "client/messages.h"
#include "client/phrases.h"
#include "client/renderer.h"
#include "client/status_line.h"
#include "terminal/console.h"

namespace moonroom::client {

class EventDisplay {
 public:
  struct Settings {
    Language language{};
    /// The room as the user wrote it, and whether the connection to it is encrypted.
    std::string room;
    bool encrypted = false;
    /// The outcome of lines goes to standard error.
    bool has_errors = false;
    /// Reasons for the end are shown like all other events.
    bool shows_end = false;
    /// Messages are not shown until `show_messages`.
    bool hides_messages = false;
  };

  /// Both must outlive it.
  EventDisplay(const Settings& settings, Renderer& style, terminal::Console& console);

  void show_messages() { settings_.hides_messages = false; }
  /// The next message was missed while the program was stopped, unless `Marked` comes first.
  void mark_unread() { is_unread_ = true; }

  /// `visible`: the same in printable form.
  void on(const MessageReceived& heard, const MessageReceived& visible);
  void on(const Connection& connection);
  void on(const Muted& muted);
  void on(const Limits& limits) { status_.on(limits); }
  void on(const RoundTrip& trip) { status_.on(trip); }
  void on(const Said& said) { show(style_.answered(said)); }
  void on(const NotSaid& line);
  void on(const TooLong& line);
  void on(const Missed& missed) { show(style_.missed(missed)); }
  void on(const Marked&) { is_unread_ = false; }
  /// The event changes the status row and nothing else.
  void note(const Connection& connection) { status_.on(connection); }
  /// The description of a command of another chat program.
  void advise(std::string_view word);

  /// One or more lines; empty shows nothing.
  void show(const std::string& text);
  void flush();
  void show_status() { console_.set_status(status_.text()); }

 private:
  void print_failure(const std::string& words) const;

  Settings settings_;
  Renderer& style_;
  terminal::Console& console_;
  StatusLine status_;
  bool is_unread_ = false;
  std::string shown_;
};

}  // namespace moonroom::client

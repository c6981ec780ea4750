// A process's use of a terminal that it shares with others: whether it is in the foreground, how
// wide the terminal is, and which modes to restore at the end.
#pragma once

#include <termios.h>

#include <cstddef>
#include <string_view>

namespace moonroom::terminal {

/// Whether this process can read from `descriptor` and change its modes without being stopped:
/// false for a job in the background. True when `descriptor` is not a controlling terminal.
bool in_foreground(int descriptor);

/// The terminal on a descriptor has been closed at its other end. False for anything but a
/// terminal.
bool has_gone(int descriptor);

struct Size {
  size_t columns = 80;
  size_t rows = 24;
};

/// The size of the terminal on a descriptor; 80 by 24 when it is unknown.
Size size_of(int descriptor);

/// True when both are terminals that can move the cursor.
bool can_edit(int input, int output);

/// Makes UTF-8 the character set, whatever the locale says: all names and messages are UTF-8, and
/// so are today's terminals.
void use_utf8();

/// Opens the descriptors 0, 1 and 2 on /dev/null where they are closed, so that no socket gets one
/// of these numbers. Call it before anything is opened.
void open_standard_streams();

/// Writes what the descriptor accepts without blocking. False when that was not all. A writable
/// pipe or socket accepts at least PIPE_BUF bytes at once (pipe(7)).
bool write_if_ready(int descriptor, std::string_view bytes);

/// Writes all of it, waiting where necessary. False when the reader has gone.
bool write_all(int descriptor, std::string_view bytes);

/// The modes of the terminal on a descriptor; restores them at the end.
class Modes {
 public:
  explicit Modes(int descriptor);
  Modes(const Modes&) = delete;
  Modes& operator=(const Modes&) = delete;
  ~Modes();

  /// Raw input: keys arrive at once and without echo, pastes are marked. Ctrl-Z remains a signal,
  /// and so does Ctrl-C until `set_interrupt_key`. This process must be in the foreground.
  void edit();
  /// Makes Ctrl-C a key instead of a signal. This process must be in the foreground.
  void set_interrupt_key(bool is_key);
  /// Switches to the alternate screen; every key arrives as one, Ctrl-C too.
  void begin_page();
  void end_page();
  /// Restores the modes from construction; does nothing in the background.
  void restore() const;

 private:
  int descriptor_;
  void set(bool signals);

  bool editing_ = false;
  bool interrupt_is_key_ = false;
  bool page_ = false;
  termios original_{};
};

/// While it lives, the terminal does not echo typed text except the line's end.
class Unechoed {
 public:
  explicit Unechoed(int descriptor);
  Unechoed(const Unechoed&) = delete;
  Unechoed& operator=(const Unechoed&) = delete;
  ~Unechoed();

 private:
  int descriptor_;
  termios original_{};
};

/// Makes the signal `number` end this process at once, with status 0 and the modes restored, even
/// when it is blocked in a write to a stopped terminal. Not when the signal is ignored (nohup).
void end_on_signal(int number);

}  // namespace moonroom::terminal

// What a process must know about the terminal that it may share with others: whether it is its
// turn, how wide the terminal is, and how it was when we came, which is how we leave it.
#pragma once

#include <termios.h>

#include <cstddef>
#include <string_view>

namespace moonroom::terminal {

/// Whether this process may read from `descriptor` and change its modes without being stopped:
/// false for a job in the background. True for what is no controlling terminal.
bool in_foreground(int descriptor);

/// The terminal on a descriptor has been closed at its other end. False for what is none.
bool has_gone(int descriptor);

struct Size {
  size_t columns = 80;
  size_t rows = 24;
};

/// Of the terminal on a descriptor; 80 by 24 where it does not say.
Size size_of(int descriptor);

/// Two terminals that can move the cursor, and nothing else, can be edited on.
bool can_edit(int input, int output);

/// Characters are UTF-8 from now on, whatever the environment asks for: every name and line of the
/// room is, and a terminal of today shows it.
void use_utf8();

/// The descriptors 0, 1 and 2 are open from now on: on /dev/null where they were not, so that no
/// socket gets one of these numbers. Call it before anything is opened.
void open_standard_streams();

/// Writes what the descriptor takes without waiting for its reader. False when that was not all. A
/// pipe or socket that can be written takes as much as PIPE_BUF at once (pipe(7)).
bool write_if_ready(int descriptor, std::string_view bytes);

/// Writes all of it, also to what is not ready to take it. False when nobody reads there any more.
bool write_all(int descriptor, std::string_view bytes);

/// The modes of the terminal on a descriptor, put back at the end.
class Modes {
 public:
  explicit Modes(int descriptor);
  Modes(const Modes&) = delete;
  Modes& operator=(const Modes&) = delete;
  ~Modes();

  /// Every key is read as it is pressed and shown by nobody but its reader, a paste is marked.
  /// Ctrl-Z stays a signal, and so does Ctrl-C until it is made a key. This process must be in the
  /// foreground.
  void edit();
  /// Ctrl-C is a key, and no signal. This process must be in the foreground.
  void set_interrupt_key(bool is_key);
  /// A screen of its own, over the one that was; every key is one, Ctrl-C too.
  void begin_page();
  void end_page();
  /// As they were when this was made; leaves the terminal alone in the background.
  void restore() const;

 private:
  int descriptor_;
  void set(bool signals);

  bool editing_ = false;
  bool interrupt_is_key_ = false;
  bool page_ = false;
  termios original_{};
};

/// While it lives, what is typed on the terminal is not shown, but for the line's end.
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

/// The signal `number` ends this process at once, with status 0 and the modes restored, even while
/// it hangs in a write to a terminal that was stopped. Not when it is ignored now (nohup).
void end_on_signal(int number);

}  // namespace moonroom::terminal

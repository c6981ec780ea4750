// How a host becomes its own successor: the program that is installed now is executed in this
// process, and finds the socket and the store's lock where they were. What comes meanwhile waits in
// the socket.
#pragma once

#include <filesystem>

namespace moonroom::app {

/// Descriptors; -1 for none.
struct Handover {
  int socket = -1;
  int lock = -1;
};

/// What a host before this one has left, or systemd has (LISTEN_FDS); said only once.
Handover take_over();

/// While nobody listens for the signals that end a host or make it another, they are held back,
/// also while this process becomes another program: none is lost, and none ends it in between.
void hold_signals(bool hold);

/// Leaves these for the program that this process becomes, as copies.
void hand_on(const Handover& handover);

/// Executes `program` with the words that this one was started with. Returns the status to exit
/// with when that cannot be done.
int become(const std::filesystem::path& program, char** argv);

}  // namespace moonroom::app

// How a process becomes another program that goes on with its room: what the earlier program leaves
// to the later one, through the environment and open descriptors. What arrives meanwhile waits in
// the sockets.
//
// The earlier program leaves itself, too, as an open file. A later program that fails at its start
// executes the earlier one again, which has no earlier program to go back to: there is no loop.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "admin/upgrade_status.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace moonroom::server {

struct Handover {
  /// Of the room; empty when this host opens its own.
  std::vector<UniqueFd> sockets;
  /// systemd has opened them: the option `listen` does not matter.
  bool activated = false;
  /// The lock of the folder of data.
  UniqueFd lock;
  /// The earlier program's file.
  UniqueFd previous;
  std::string previous_version;
  /// Counts the upgrades of this process.
  uint64_t number = 0;
  /// Why the program between has failed, when the earlier program goes on.
  std::string failure;

  bool is_handed_over() const { return static_cast<bool>(lock); }
  std::vector<int> descriptors() const;
  /// How the upgrade went that this host comes from.
  admin::UpgradeStatus outcome() const;
};

/// What an earlier program has left, or systemd (LISTEN_FDS). Only the first call gets it.
Handover take_over();

/// A copy of a descriptor that is closed on exec.
UniqueFd copy_of(int descriptor);

std::string program_version();

/// The program that runs, as an open file, wherever its name is now.
UniqueFd running_program();

/// Holds back the signals that end a host or upgrade it, also across exec: none is lost, and none
/// ends the process while nothing listens for it.
void hold_signals(bool hold);

/// Executes `program` with these words and leaves `handover` to it. Returns only when that fails.
Problem exec_new_version(const UniqueFd& program, char** words, const Handover& handover);

}  // namespace moonroom::server

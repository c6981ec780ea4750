// The options of the client's command line.
#pragma once

#include <optional>
#include <string>
#include <variant>

namespace moonroom::client {

/// The exit status, for scripts; docs/programs.md has the same table.
enum Status : int {
  kLeft = 0,
  kFailed = 1,
  kMisused = 2,
  kRemoved = 3,
  kRefused = 4,
  kNotSaid = 5,
  kUntrusted = 6,
  kLostOutput = 7,
};

/// How the program ends.
struct Ending {
  Status status = kLeft;
  /// The reason for a failure, to be printed once the console is closed.
  std::string words = {};
};

struct Options {
  std::string host = "127.0.0.1:8888";
  /// Empty: the user is asked.
  std::string name;
  /// The only line to send.
  std::optional<std::string> send;
  /// Use the classic protocol, as the course's clients do.
  bool classic = false;
  std::string password;
  /// The required fingerprint of the host's key.
  std::string pin;
  bool plain = false;
  bool json = false;
  /// Unset: only when standard output is a terminal.
  std::optional<bool> timestamps;
  bool bell = false;
  bool history = true;
};

/// The options, or the exit status.
std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace moonroom::client

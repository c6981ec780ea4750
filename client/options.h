// What the client's command line asks for.
#pragma once

#include <optional>
#include <string>
#include <variant>

namespace moonroom::client {

/// How the program ends, for scripts; docs/programs.md has the same table.
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

struct Options {
  std::string host = "127.0.0.1:8888";
  /// Empty: it is asked for.
  std::string name;
  /// Nothing else is said.
  std::optional<std::string> send;
  /// By plain text, as the course's clients speak.
  bool classic = false;
  std::string password;
  /// What the host's key must be.
  std::string pin;
  bool plain = false;
  bool json = false;
  /// Nothing: only where a person reads at a terminal.
  std::optional<bool> timestamps;
  bool bell = false;
  bool history = true;
};

/// The options, or the status to exit with.
std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace moonroom::client

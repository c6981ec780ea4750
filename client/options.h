// What the client's command line asks for.
#pragma once

#include <string>
#include <variant>

namespace moonroom::client {

/// How the program ends, for scripts.
enum Status : int {
  kLeft = 0,
  kFailed = 1,
  kMisused = 2,
  kRemoved = 3,
};

struct Options {
  std::string host = "127.0.0.1:8888";
  /// Empty: it is asked for.
  std::string name;
};

/// The options, or the status to exit with.
std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace moonroom::client

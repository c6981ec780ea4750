// The orders of main.cc, executed one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "bench/load/conversation.h"
#include "bench/load/crowd.h"
#include "bench/load/meter.h"

namespace moonroom::bench {

class Orders {
 public:
  /// `pids` are the server's processes.
  Orders(const Language& language, uint16_t port, std::string names, std::vector<pid_t> pids)
      : crowd_(language, port, std::move(names)), meter_(std::move(pids)) {}

  /// Returns the answer. After a Problem, no further order can be executed.
  Result<std::string> obey(const std::string& order);
  /// Runs until an order can be read.
  void idle();

 private:
  Result<std::string> join(std::istringstream& words);
  Result<std::string> rush(std::istringstream& words);
  Result<std::string> talk(std::istringstream& words);
  Result<std::string> watch(std::istringstream& words);
  Result<std::string> talk(const Talk& talk);

  Crowd crowd_;
  Meter meter_;
  std::optional<Conversation> conversation_;
};

}  // namespace moonroom::bench

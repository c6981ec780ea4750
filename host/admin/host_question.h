// One console of a host that runs already, or of the next one: a question and its answer at a time,
// for commands that ask the host something. Waits up to five seconds for an answer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"

namespace moonroom::admin {

class HostQuestion {
 public:
  explicit HostQuestion(UniqueFd host) : host_(std::move(host)) {}

  /// Nothing when the host has gone; a Problem when it stays silent, or sends this console away.
  Result<std::optional<std::string>> ask(std::string_view question);

 private:
  void wait() const;

  UniqueFd host_;
  uint64_t asked_ = 0;
};

/// The folder whose plugins are on in the host that keeps its data in `data`; nothing when none
/// runs, or it is of a version that does not tell.
std::optional<std::filesystem::path> plugins_of_host(const std::filesystem::path& data);

}  // namespace moonroom::admin

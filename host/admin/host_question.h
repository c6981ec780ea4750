// Asks a running host, or the next one, for commands that need an answer: connects as a console,
// one question at a time. Waits up to five seconds for an answer.
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

  /// Nullopt when the host has exited; a Problem when it stays silent, or disconnects this console.
  Result<std::optional<std::string>> ask(std::string_view question);

 private:
  void wait() const;

  UniqueFd host_;
  uint64_t asked_ = 0;
};

/// The plugin folder of the host that keeps its data in `data`; nullopt when none runs, or its
/// version does not report it.
std::optional<std::filesystem::path> plugins_of_host(const std::filesystem::path& data);

}  // namespace moonroom::admin

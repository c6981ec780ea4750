// The installed program, while a running host has it checked (preflight.h) before it takes over.
// Passive: the owner must call `poll` once a turn, at the latest at `next_due`, until it returns
// the outcome. Never blocks on the checked program, which is killed at its deadline, or when this
// object is destroyed.
//
// The file is opened once: `program` returns the file that was checked, even if the path leads to
// another one by then.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "process/child.h"
#include "server/preflight.h"

namespace moonroom::server {

class Candidate {
 public:
  /// `words` are the arguments of the running host, without the program's name.
  static Result<Candidate> start(const std::filesystem::path& path,
                                 const std::vector<std::string>& words,
                                 const PreflightRequest& request, SteadyTime now);

  /// The outcome, once: the program's report, or why it cannot take over.
  std::optional<Result<PreflightReport>> poll(SteadyTime now);
  SteadyTime next_due() const { return next_poll_; }

  /// Gives the open file away.
  UniqueFd program() { return std::move(program_); }

 private:
  Candidate(std::string path, UniqueFd program, std::string nonce, SteadyTime now);

  Result<void> spawn(const std::vector<std::string>& words, const PreflightRequest& request);
  void read_errors();
  Result<PreflightReport> conclude(const process::Exit& exit);
  Problem refusal(std::string how) const;

  std::string path_;
  UniqueFd program_;
  std::string nonce_;
  process::Child child_;
  UniqueFd channel_;
  UniqueFd errors_;
  // The end of the program's standard error output.
  std::string written_;
  SteadyTime deadline_;
  SteadyTime next_poll_;
};

}  // namespace moonroom::server

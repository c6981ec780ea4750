// Where a member's token is kept while he is in a room, so that a client that was killed can take
// the seat again: one file a room and name, for its owner alone, gone when he leaves. One client at
// a time has it, or a second one would push the first off its seat.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "session/session_client.h"

namespace moonroom::client {

class ResumeFile {
 public:
  /// None, which keeps nothing.
  ResumeFile() = default;
  /// None when another client has it, or when there is no place for it.
  static ResumeFile claim(std::string_view host, std::string_view name);

  /// What a client left here that did not leave the room, if it is of the last ten minutes.
  std::optional<session::Membership> unfinished_membership() const;
  void save(const session::Membership& membership);
  /// The seat is free.
  void remove();

 private:
  ResumeFile(std::filesystem::path path, UniqueFd file)
      : path_(std::move(path)), file_(std::move(file)) {}

  std::filesystem::path path_;
  // Locked as long as it is open.
  UniqueFd file_;
  std::string saved_;
};

}  // namespace moonroom::client

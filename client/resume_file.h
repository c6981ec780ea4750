// Stores a member's token while they are in a room, so that a client that was killed can resume the
// membership: one private file for each room and name, removed on leaving. One client at a time
// holds it; otherwise a second one would take over the membership of the first.
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
  /// No file: nothing is stored.
  ResumeFile() = default;
  /// No file when another client holds it, or when there is no place for it.
  static ResumeFile claim(std::string_view host, std::string_view name);

  /// The membership of a client that did not leave the room, if it is at most ten minutes old.
  std::optional<session::Membership> unfinished_membership() const;
  void save(const session::Membership& membership);
  /// The membership has ended.
  void remove();

 private:
  ResumeFile(std::filesystem::path path, UniqueFd file)
      : path_(std::move(path)), file_(std::move(file)) {}

  std::filesystem::path path_;
  // Locked while it is open.
  UniqueFd file_;
  std::string saved_;
};

}  // namespace moonroom::client

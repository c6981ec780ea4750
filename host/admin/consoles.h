// All consoles of a host: its own, and those attached through the socket. A line and its answer
// belong to one console; posts of the room go to all.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "admin/admin_process.h"
#include "admin/completions.h"
#include "admin/console_server.h"
#include "base/language.h"

namespace moonroom::admin {

class Consoles {
 public:
  /// The number of the host's own console; others have their link's number.
  static constexpr uint64_t kOwn = 0;

  /// `own` must outlive this. Without `door`, no console can attach.
  Consoles(admin::AdminProcess& own, std::optional<admin::ConsoleServer> door)
      : own_(own), server_(std::move(door)) {}

  /// Readable when an attached console has sent something; -1 without a socket.
  int server_descriptor() const { return server_ ? server_->descriptor() : -1; }
  /// The next line of any console; never blocks. Each needs one `answer`.
  std::optional<admin::ConsoleLine> next_line();
  /// `has_failed`: the line failed.
  void answer(uint64_t who, std::string_view text, bool has_failed = false);

  /// The language of answers to `who`: the program's for the own console, English for others until
  /// they choose.
  void set_language(uint64_t who, Language language);
  Language language_of(uint64_t who) const;

  /// Shows a post of the room at all consoles; at the own console only when it is a terminal.
  void show(std::string_view line);
  /// Shows a line that the own console has already, or gets elsewhere.
  void show_attached(std::string_view line);

  /// Some console can complete words.
  bool attended() const { return own_.interactive() || (server_ && server_->clients() != 0); }
  /// Sets the completions of all consoles. Cheap when nothing has changed.
  void set_completions(admin::Completions words);

  /// The processes of the attached consoles.
  std::vector<int> attached() const { return server_ ? server_->peers() : std::vector<int>(); }
  /// The room has ended: no console must wait for another host.
  void close(std::string_view why) {
    if (server_) server_->close(why);
  }

 private:
  admin::AdminProcess& own_;
  std::optional<admin::ConsoleServer> server_;
  /// Consoles that are answered in Chinese.
  std::set<uint64_t> chinese_;
  admin::Completions completions_;
};

}  // namespace moonroom::admin

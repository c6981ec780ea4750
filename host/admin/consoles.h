// Everybody at a console: whoever sits at the host's own, and those who have attached to its door.
// A line and its answer belong to one of them; what happens in the room is for all.
#pragma once

#include <cstdint>
#include <deque>
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
  /// Who writes at the host's own console, where others have a link's number.
  static constexpr uint64_t kOwn = 0;

  /// `own` must outlive this. No door: nobody can attach.
  Consoles(admin::AdminProcess& own, std::optional<admin::ConsoleServer> door)
      : own_(own), server_(std::move(door)) {}

  /// Readable when somebody attached has written; -1 when nobody can attach.
  int server_descriptor() const { return server_ ? server_->descriptor() : -1; }
  /// The next line of anybody; never waits. It wants one `answer`, or one `expect_reply`.
  std::optional<admin::ConsoleLine> next_line();
  /// `has_failed`: the line was not carried out.
  void answer(uint64_t who, std::string_view text, bool has_failed = false);

  /// In which language `who` is answered: the own console in the program's, others in English
  /// until they say another one.
  void set_language(uint64_t who, Language language);
  Language language_of(uint64_t who) const;

  /// A plugin will answer the line of `who`.
  void expect_reply(uint64_t who) { askers_.push_back(who); }
  /// A plugin's answer, which is for whoever has waited longest: they come in the order of the
  /// questions.
  void reply(std::string_view text, bool has_failed = false);

  /// A line of the room, for everybody who watches it. The own console is not watched when it is a
  /// pipe.
  void show(std::string_view line);
  /// What the own console has been shown already, or has elsewhere.
  void show_attached(std::string_view line);

  /// Somebody sits at one who can complete words.
  bool attended() const { return own_.interactive() || (server_ && server_->clients() != 0); }
  /// Consoles can complete these words from now on. Cheap when nothing has changed.
  void set_completions(admin::Completions words);

  /// The processes of those who have attached.
  std::vector<int> attached() const { return server_ ? server_->peers() : std::vector<int>(); }
  /// The room has ended: no console is to wait for another host.
  void close(std::string_view why) {
    if (server_) server_->close(why);
  }

 private:
  admin::AdminProcess& own_;
  std::optional<admin::ConsoleServer> server_;
  std::deque<uint64_t> askers_;
  /// Those that are answered in Chinese.
  std::set<uint64_t> chinese_;
  admin::Completions completions_;
};

}  // namespace moonroom::admin

// The server to which more consoles of a running host attach: a Unix socket in the folder of what
// lasts. Only the user whom the host runs as, and root, may come in. Whoever is attached holds up
// nobody: what a slow console does not take is dropped, and it is told how much once it reads
// again.
//
// A message is a packet (SOCK_SEQPACKET); in ABNF (RFC 5234), with OCTETs that are UTF-8:
//
//     from a console   line     = 1*4096OCTET          ; without a line feed
//                                                      ; "/language zh" asks for Chinese answers
//     to a console     message  = shown / words / farewell
//                      shown    = answered SP text     ; nothing to be seen when text is empty
//                      answered = ["0"] 1*20DIGIT      ; how many of its lines, until now; behind a
//                                                      ; zero: the latest was not carried out
//                      words    = "?" text             ; what it can complete: completions.h
//                      farewell = "!" text             ; the last one: why it is sent away
//                      text     = *OCTET               ; lines with line feeds between them
//
// Every line is answered exactly once, perhaps with nothing to be seen, so a console knows when it
// has heard everything. The count is in every message: a dropped answer is counted by a later one.
//
// The owner of the server waits on `descriptor` and asks `next_line` until there is nothing. Two
// hosts must not open the same one at the same moment: whoever does holds the folder's lock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/completions.h"
#include "admin/console_socket.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace moonroom::admin {

struct ConsoleLine {
  /// Who wrote it: never 0, never given to another one.
  uint64_t client = 0;
  std::string text;
};

class ConsoleServer {
 public:
  /// More than this are told so, and sent away.
  static constexpr size_t kMaxClients = 16;
  /// In bytes, the count included; what is longer is cut.
  static constexpr size_t kMaxMessage = 128u << 10;

  /// Makes the folder if need be, and the socket in it with mode 0600. What a dead host has left
  /// there is replaced; a Problem if a live one listens. Sets the umask for a moment: call it
  /// before threads exist.
  static Result<ConsoleServer> open(const std::filesystem::path& socket);
  ConsoleServer(ConsoleServer&&) = default;
  ConsoleServer& operator=(ConsoleServer&&) = delete;
  /// Removes the socket, but not in a child that was forked.
  ~ConsoleServer();

  /// Readable when there is something for `next_line` to do.
  int descriptor() const { return epoll_.get(); }
  /// The next line of anybody, a line of each in turn; each wants one `answer`. Lets in who waits
  /// and forgets who has gone. Never waits.
  std::optional<ConsoleLine> next_line();

  /// The answer to a line of `link`; it may be empty. `has_failed`: the line was not carried out.
  /// Nothing happens when that one has gone.
  void answer(uint64_t link, std::string_view text, bool has_failed = false);
  void show_all(std::string_view text);
  /// What consoles can complete from now on, those too that attach later.
  void set_completions(const Completions& words);
  /// Sends everybody away, who is not to come back: `why` is the last that he is shown.
  void close(std::string_view why);
  size_t clients() const { return clients_.size(); }
  /// The processes at the other ends.
  std::vector<int> peers() const;

 private:
  struct Client {
    uint64_t number = 0;
    UniqueFd socket;
    uint64_t answered = 0;
    /// Lines of text that it has missed, and whether there is anything it has missed.
    uint64_t lost = 0;
    bool behind = false;
  };

  ConsoleServer(std::filesystem::path path, UniqueFd listener);
  void accept_waiting();
  void accept(UniqueFd socket);
  Client* find(uint64_t number);
  void forget(uint64_t number);
  std::optional<std::string> read_line(Client& link);
  void send(Client& link, std::string_view text, bool has_failed = false);
  void report_lost(Client& link);
  void watch(const Client& link, int operation) const;

  std::filesystem::path path_;
  int owner_;
  UniqueFd listener_;
  UniqueFd epoll_;
  std::vector<Client> clients_;
  /// As a packet; empty before there are any.
  std::string completions_;
  uint64_t last_number_ = 0;
};

// ── The other end ───────────────────────────────────────────────────────────────────────────────

struct ConsoleMessage {
  uint64_t answered = 0;
  /// The latest of those lines was not carried out.
  bool has_failed = false;
  /// What can be completed from now on; the rest then says nothing.
  std::optional<Completions> completions{};
  /// The host sends this console away: `text` says why.
  bool farewell = false;
  std::string text;
};

/// What the packet says. What the grammar does not know becomes a farewell.
ConsoleMessage parse_console_message(std::string_view packet);

/// False when the host takes no more lines; what it said before is still to be heard. Waits while
/// it is busy.
bool send_to_host(int host, std::string_view line);

enum class ReceiveResult { message, nothing_yet, end };

/// The next packet from the host; never waits.
ReceiveResult receive_from_host(int host, ConsoleMessage& message);

}  // namespace moonroom::admin

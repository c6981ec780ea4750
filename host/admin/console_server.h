// The server to which further consoles of a running host attach: a Unix socket in the data folder.
// Only root and the user that runs the host can connect. A slow console does not delay the host:
// messages that it does not accept are dropped, and it is told how many once it reads again.
//
// A message is a packet (SOCK_SEQPACKET); in ABNF (RFC 5234), with OCTETs that are UTF-8:
//
//     from a console   line     = 1*4096OCTET          ; without a line feed
//                                                      ; "/language zh" asks for Chinese answers
//     to a console     message  = shown / words / farewell
//                      shown    = answered SP text     ; shows nothing when text is empty
//                      answered = ["0"] 1*20DIGIT      ; number of its lines answered so far; with
//                      a
//                                                      ; leading zero: the latest line failed
//                      words    = "?" text             ; its completions: completions.h
//                      farewell = "!" text             ; the last message: why it is disconnected
//                      text     = *OCTET               ; lines with line feeds between them
//
// Every line is answered exactly once, possibly with empty text, so a console knows when it has
// received everything. The count is in every message: a dropped answer is counted by a later one.
//
// The owner of the server must wait on `descriptor` and call `next_line` until it returns nullopt.
// Two hosts must not open the same socket at the same moment; the lock of the folder prevents that.
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
  /// Identifies the console: never 0, never re-used.
  uint64_t client = 0;
  std::string text;
};

class ConsoleServer {
 public:
  /// Further consoles are refused with a farewell.
  static constexpr size_t kMaxClients = 16;
  /// In bytes, including the count; longer messages are cut.
  static constexpr size_t kMaxMessage = 128u << 10;

  /// Creates the folder if necessary, and the socket in it with mode 0600. Replaces the socket of a
  /// host that has exited; a Problem if one listens. Sets the umask for a moment: call it before
  /// threads exist.
  static Result<ConsoleServer> open(const std::filesystem::path& socket);
  ConsoleServer(ConsoleServer&&) = default;
  ConsoleServer& operator=(ConsoleServer&&) = delete;
  /// Removes the socket, but not in a forked child.
  ~ConsoleServer();

  /// Readable when `next_line` must be called.
  int descriptor() const { return epoll_.get(); }
  /// The next line of any console, in turn; each needs one `answer`. Accepts new consoles and
  /// forgets closed ones. Never blocks.
  std::optional<ConsoleLine> next_line();

  /// Answers a line of `link`; `text` can be empty. `has_failed`: the line failed. Does nothing
  /// when that console has disconnected.
  void answer(uint64_t link, std::string_view text, bool has_failed = false);
  void show_all(std::string_view text);
  /// Sets the completions of all consoles, including those that attach later.
  void set_completions(const Completions& words);
  /// Disconnects all consoles, which must not reconnect: `why` is the last message.
  void close(std::string_view why);
  size_t clients() const { return clients_.size(); }
  /// The processes at the other ends.
  std::vector<int> peers() const;

 private:
  struct Client {
    uint64_t number = 0;
    UniqueFd socket;
    uint64_t answered = 0;
    /// Number of lines of text that were dropped, and whether anything was dropped.
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
  /// As a packet; empty before they are set.
  std::string completions_;
  uint64_t last_number_ = 0;
};

// ── The console's end ───────────────────────────────────────────────────────────────────────────

struct ConsoleMessage {
  uint64_t answered = 0;
  /// The latest of those lines failed.
  bool has_failed = false;
  /// New completions; the other fields are empty then.
  std::optional<Completions> completions{};
  /// The host disconnects this console: `text` says why.
  bool farewell = false;
  std::string text;
};

/// Parses a packet. Anything outside the grammar becomes a farewell.
ConsoleMessage parse_console_message(std::string_view packet);

/// False when the host accepts no more lines; its earlier messages can still be received. Blocks
/// while the host is busy.
bool send_to_host(int host, std::string_view line);

enum class ReceiveResult { message, nothing_yet, end };

/// The next packet from the host; never blocks.
ReceiveResult receive_from_host(int host, ConsoleMessage& message);

}  // namespace moonroom::admin

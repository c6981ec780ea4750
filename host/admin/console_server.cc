#include "admin/console_server.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include "admin/console_socket.h"
#include "terminal/line_buffer.h"
#include "text/utf8.h"

namespace moonroom::admin {
namespace {

namespace fs = std::filesystem;

// The listener's number among those of the links.
constexpr uint64_t kListener = 0;

// Leaves space for the count, and for the mark that something was cut.
constexpr size_t kMaxText = ConsoleServer::kMaxMessage - 32;

// The process that connected; nullopt when the kernel does not say.
std::optional<ucred> peer_of(int socket) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  return peer;
}

// Why the connection is refused, or an empty string.
std::string refusal_of(int socket, size_t links) {
  const auto peer = peer_of(socket);
  if (!peer || (peer->uid != ::geteuid() && peer->uid != 0))
    return "this host belongs to another user";
  if (links < ConsoleServer::kMaxClients) return {};
  return fmt::format("{} consoles are attached already", links);
}

bool put(int socket, std::string_view packet) {
  return ::send(socket, packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

ssize_t receive(int socket, std::string& packet, int flags) {
  while (true) {
    const auto size = ::recv(socket, packet.data(), packet.size(), flags | MSG_DONTWAIT);
    // A reset is reported once, ahead of the data sent before it.
    if (size >= 0 || (errno != ECONNRESET && errno != EINTR)) return size;
  }
}

std::string to_message(uint64_t answered, std::string_view text, bool has_failed = false) {
  const auto kept = text::utf8_prefix(text, kMaxText);
  return fmt::format("{}{} {}{}", has_failed ? "0" : "", answered, kept,
                     kept.size() < text.size() ? "…" : "");
}

uint64_t lines_in(std::string_view text) {
  if (text.empty()) return 0;
  const auto feeds = std::count(text.begin(), text.end() - 1, '\n');
  return static_cast<uint64_t>(feeds) + 1;
}

std::string note_of(uint64_t lost) {
  if (lost == 0) return {};
  return lost == 1 ? "… 1 line was dropped" : fmt::format("… {} lines were dropped", lost);
}

}  // namespace

// ── Opening ─────────────────────────────────────────────────────────────────────────────────────

Result<ConsoleServer> ConsoleServer::open(const fs::path& socket) {
  auto listener = listen_for_consoles(socket);
  if (!listener) return tl::unexpected(listener.error());
  return ConsoleServer(socket, std::move(*listener));
}

ConsoleServer::ConsoleServer(fs::path path, UniqueFd listener)
    : path_(std::move(path)),
      owner_(::getpid()),
      listener_(std::move(listener)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  // Edge-triggered: without a free descriptor to accept a connection, the host is not woken again
  // and again.
  epoll_event event{EPOLLIN | EPOLLET, {.u64 = kListener}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, listener_.get(), &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

ConsoleServer::~ConsoleServer() {
  if (listener_ && owner_ == ::getpid()) ::unlink(path_.c_str());
}

void ConsoleServer::accept_waiting() {
  while (true) {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket)
      accept(std::move(socket));
    else if (errno != EINTR && errno != ECONNABORTED)
      return;
  }
}

void ConsoleServer::accept(UniqueFd socket) {
  const auto refusal = refusal_of(socket.get(), clients_.size());
  if (!refusal.empty()) {
    put(socket.get(), "!" + refusal);
    return;
  }
  // Space for the longest answer after much unread data; the kernel can grant less.
  const int room = 2 * kMaxMessage;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
  clients_.push_back({++last_number_, std::move(socket), 0, 0, false});
  watch(clients_.back(), EPOLL_CTL_ADD);
  if (!completions_.empty()) put(clients_.back().socket.get(), completions_);
}

void ConsoleServer::watch(const Client& link, int operation) const {
  epoll_event event{link.behind ? EPOLLIN | EPOLLOUT : EPOLLIN, {.u64 = link.number}};
  if (::epoll_ctl(epoll_.get(), operation, link.socket.get(), &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

ConsoleServer::Client* ConsoleServer::find(uint64_t number) {
  const auto found = std::find_if(clients_.begin(), clients_.end(),
                                  [number](const Client& link) { return link.number == number; });
  return found == clients_.end() ? nullptr : &*found;
}

void ConsoleServer::forget(uint64_t number) {
  std::erase_if(clients_, [number](const Client& link) { return link.number == number; });
}

// ── Receiving ───────────────────────────────────────────────────────────────────────────────────

std::optional<ConsoleLine> ConsoleServer::next_line() {
  epoll_event event{};
  // One at a time: the kernel returns ready descriptors in turn.
  while (::epoll_wait(epoll_.get(), &event, 1, 0) == 1) {
    const uint64_t number = event.data.u64;
    if (number == kListener) accept_waiting();
    auto* link = find(number);
    if (!link) continue;
    if (event.events & EPOLLOUT) report_lost(*link);
    auto line = read_line(*link);
    if (line) return ConsoleLine{number, std::move(*line)};
  }
  return std::nullopt;
}

std::optional<std::string> ConsoleServer::read_line(Client& link) {
  std::string line(terminal::kMaxLine, '\0');
  // MSG_TRUNC returns the whole length of a packet that was too long.
  const auto size = receive(link.socket.get(), line, MSG_TRUNC);
  if (size < 0 && errno == EAGAIN) return std::nullopt;
  if (size <= 0) {
    forget(link.number);
    return std::nullopt;
  }
  if (static_cast<size_t>(size) > line.size()) {
    answer(link.number, "this line is too long and was not taken");
    return std::nullopt;
  }
  line.resize(static_cast<size_t>(size));
  return line;
}

// ── Sending ─────────────────────────────────────────────────────────────────────────────────────

void ConsoleServer::answer(uint64_t link, std::string_view text, bool has_failed) {
  auto* asker = find(link);
  if (!asker) return;
  ++asker->answered;
  send(*asker, text, has_failed);
}

void ConsoleServer::show_all(std::string_view text) {
  for (auto& link : clients_) send(link, text);
}

// A console that is behind gets them when it has caught up.
void ConsoleServer::set_completions(const Completions& words) {
  completions_ = "?" + encode(words);
  for (const auto& link : clients_)
    if (!link.behind) put(link.socket.get(), completions_);
}

void ConsoleServer::close(std::string_view why) {
  for (const auto& link : clients_) put(link.socket.get(), fmt::format("!{}", why));
  clients_.clear();
}

std::vector<int> ConsoleServer::peers() const {
  std::vector<int> pids;
  for (const auto& link : clients_)
    if (const auto peer = peer_of(link.socket.get())) pids.push_back(peer->pid);
  return pids;
}

// Once a message is dropped, all are until the reader has caught up: one gap, with its size.
void ConsoleServer::send(Client& link, std::string_view text, bool has_failed) {
  if (!link.behind && put(link.socket.get(), to_message(link.answered, text, has_failed))) return;
  link.lost += lines_in(text);
  if (std::exchange(link.behind, true)) return;
  watch(link, EPOLL_CTL_MOD);
}

void ConsoleServer::report_lost(Client& link) {
  if (!put(link.socket.get(), to_message(link.answered, note_of(link.lost)))) return;
  if (!completions_.empty()) put(link.socket.get(), completions_);
  link.lost = 0;
  link.behind = false;
  watch(link, EPOLL_CTL_MOD);
}

// ── The console's end ───────────────────────────────────────────────────────────────────────────

ConsoleMessage parse_console_message(std::string_view packet) {
  ConsoleMessage message;
  if (packet.starts_with('!')) return {0, false, {}, true, std::string(packet.substr(1))};
  if (packet.starts_with('?')) return {0, false, decode_completions(packet.substr(1)), false, {}};
  const auto* end = packet.data() + packet.size();
  const auto [behind, error] = std::from_chars(packet.data(), end, message.answered);
  if (error != std::errc() || behind == end || *behind != ' ')
    return {0, false, {}, true, "the host speaks in a way that is not understood here"};
  message.has_failed = packet.size() > 1 && packet[0] == '0' && packet[1] != ' ';
  message.text.assign(behind + 1, end);
  return message;
}

bool send_to_host(int host, std::string_view line) {
  return ::send(host, line.data(), line.size(), MSG_NOSIGNAL) >= 0;
}

ReceiveResult receive_from_host(int host, ConsoleMessage& message) {
  std::string packet(ConsoleServer::kMaxMessage, '\0');
  const auto size = receive(host, packet, 0);
  if (size < 0 && errno == EAGAIN) return ReceiveResult::nothing_yet;
  if (size <= 0) return ReceiveResult::end;
  message = parse_console_message(std::string_view(packet).substr(0, static_cast<size_t>(size)));
  return ReceiveResult::message;
}

}  // namespace moonroom::admin

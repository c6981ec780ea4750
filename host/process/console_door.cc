#include "process/console_door.h"

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

#include "process/console_socket.h"
#include "terminal/line_buffer.h"
#include "terminal/utf8.h"

namespace moonroom::process {
namespace {

namespace fs = std::filesystem;

// The listener's number among those of the links.
constexpr uint64_t kListener = 0;

// Of a message: the count with its space, and the mark that something was cut, go with it.
constexpr size_t kMaxText = ConsoleDoor::kMaxMessage - 32;

// Who made the connection; nothing when the kernel does not say.
std::optional<ucred> peer_of(int socket) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  return peer;
}

// Why whoever is at the other end may not come in, or nothing.
std::string refusal_of(int socket, size_t links) {
  const auto peer = peer_of(socket);
  if (!peer || (peer->uid != ::geteuid() && peer->uid != 0))
    return "this host belongs to another user";
  if (links < ConsoleDoor::kMaxLinks) return {};
  return fmt::format("{} consoles are attached already", links);
}

bool put(int socket, std::string_view packet) {
  return ::send(socket, packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

ssize_t receive(int socket, std::string& packet, int flags) {
  while (true) {
    const auto size = ::recv(socket, packet.data(), packet.size(), flags | MSG_DONTWAIT);
    // A reset is told once, ahead of what was sent before it.
    if (size >= 0 || (errno != ECONNRESET && errno != EINTR)) return size;
  }
}

std::string to_message(uint64_t answered, std::string_view text, bool has_failed = false) {
  const auto kept = terminal::utf8_prefix(text, kMaxText);
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

// ── The door ────────────────────────────────────────────────────────────────────────────────────

Result<ConsoleDoor> ConsoleDoor::open(const fs::path& socket) {
  auto listener = listen_for_consoles(socket);
  if (!listener) return tl::unexpected(listener.error());
  return ConsoleDoor(socket, std::move(*listener));
}

ConsoleDoor::ConsoleDoor(fs::path path, UniqueFd listener)
    : path_(std::move(path)),
      owner_(::getpid()),
      listener_(std::move(listener)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  // Edge-triggered: when no descriptor is left to let anybody in, nobody is woken again and again.
  epoll_event event{EPOLLIN | EPOLLET, {.u64 = kListener}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, listener_.get(), &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

ConsoleDoor::~ConsoleDoor() {
  if (listener_ && owner_ == ::getpid()) ::unlink(path_.c_str());
}

void ConsoleDoor::admit_waiting() {
  while (true) {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket)
      admit(std::move(socket));
    else if (errno != EINTR && errno != ECONNABORTED)
      return;
  }
}

void ConsoleDoor::admit(UniqueFd socket) {
  const auto refusal = refusal_of(socket.get(), links_.size());
  if (!refusal.empty()) {
    put(socket.get(), "!" + refusal);
    return;
  }
  // Room for the longest answer behind much that was not read yet; the kernel may give less.
  const int room = 2 * kMaxMessage;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
  links_.push_back({++last_number_, std::move(socket), 0, 0, false});
  watch(links_.back(), EPOLL_CTL_ADD);
  if (!words_.empty()) put(links_.back().socket.get(), words_);
}

void ConsoleDoor::watch(const Link& link, int operation) const {
  epoll_event event{link.behind ? EPOLLIN | EPOLLOUT : EPOLLIN, {.u64 = link.number}};
  if (::epoll_ctl(epoll_.get(), operation, link.socket.get(), &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

ConsoleDoor::Link* ConsoleDoor::find(uint64_t number) {
  const auto found = std::find_if(links_.begin(), links_.end(),
                                  [number](const Link& link) { return link.number == number; });
  return found == links_.end() ? nullptr : &*found;
}

void ConsoleDoor::forget(uint64_t number) {
  std::erase_if(links_, [number](const Link& link) { return link.number == number; });
}

// ── What comes in ───────────────────────────────────────────────────────────────────────────────

std::optional<ConsoleLine> ConsoleDoor::next_line() {
  epoll_event event{};
  // One at a time: the kernel hands out those that are ready in turn.
  while (::epoll_wait(epoll_.get(), &event, 1, 0) == 1) {
    const uint64_t number = event.data.u64;
    if (number == kListener) admit_waiting();
    auto* link = find(number);
    if (!link) continue;
    if (event.events & EPOLLOUT) catch_up(*link);
    auto line = read_line(*link);
    if (line) return ConsoleLine{number, std::move(*line)};
  }
  return std::nullopt;
}

std::optional<std::string> ConsoleDoor::read_line(Link& link) {
  std::string line(terminal::kMaxLine, '\0');
  // MSG_TRUNC: the packet's whole length is told, also if it was longer.
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

// ── What goes out ───────────────────────────────────────────────────────────────────────────────

void ConsoleDoor::answer(uint64_t link, std::string_view text, bool has_failed) {
  auto* asker = find(link);
  if (!asker) return;
  ++asker->answered;
  send(*asker, text, has_failed);
}

void ConsoleDoor::show_all(std::string_view text) {
  for (auto& link : links_) send(link, text);
}

// Who is behind is told when he has caught up.
void ConsoleDoor::teach(const ConsoleWords& words) {
  words_ = "?" + encode(words);
  for (const auto& link : links_)
    if (!link.behind) put(link.socket.get(), words_);
}

void ConsoleDoor::close(std::string_view why) {
  for (const auto& link : links_) put(link.socket.get(), fmt::format("!{}", why));
  links_.clear();
}

std::vector<int> ConsoleDoor::peers() const {
  std::vector<int> pids;
  for (const auto& link : links_)
    if (const auto peer = peer_of(link.socket.get())) pids.push_back(peer->pid);
  return pids;
}

// Once something is dropped, everything is until the reader has caught up: one gap, and its size.
void ConsoleDoor::send(Link& link, std::string_view text, bool has_failed) {
  if (!link.behind && put(link.socket.get(), to_message(link.answered, text, has_failed))) return;
  link.lost += lines_in(text);
  if (std::exchange(link.behind, true)) return;
  watch(link, EPOLL_CTL_MOD);
}

void ConsoleDoor::catch_up(Link& link) {
  if (!put(link.socket.get(), to_message(link.answered, note_of(link.lost)))) return;
  if (!words_.empty()) put(link.socket.get(), words_);
  link.lost = 0;
  link.behind = false;
  watch(link, EPOLL_CTL_MOD);
}

// ── The other end ───────────────────────────────────────────────────────────────────────────────

ConsoleMessage parse_console_message(std::string_view packet) {
  ConsoleMessage message;
  if (packet.starts_with('!')) return {0, false, {}, true, std::string(packet.substr(1))};
  if (packet.starts_with('?')) return {0, false, decode_console_words(packet.substr(1)), false, {}};
  const auto* end = packet.data() + packet.size();
  const auto [behind, error] = std::from_chars(packet.data(), end, message.answered);
  if (error != std::errc() || behind == end || *behind != ' ')
    return {0, false, {}, true, "the host speaks in a way that is not understood here"};
  message.has_failed = packet.size() > 1 && packet[0] == '0' && packet[1] != ' ';
  message.text.assign(behind + 1, end);
  return message;
}

bool tell_host(int host, std::string_view line) {
  return ::send(host, line.data(), line.size(), MSG_NOSIGNAL) >= 0;
}

Heard hear_host(int host, ConsoleMessage& message) {
  std::string packet(ConsoleDoor::kMaxMessage, '\0');
  const auto size = receive(host, packet, 0);
  if (size < 0 && errno == EAGAIN) return Heard::nothing_yet;
  if (size <= 0) return Heard::end;
  message = parse_console_message(std::string_view(packet).substr(0, static_cast<size_t>(size)));
  return Heard::message;
}

}  // namespace moonroom::process

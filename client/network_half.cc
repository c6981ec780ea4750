#include "client/network_half.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "client/address_choice.h"
#include "client/address_race.h"
#include "client/classic_protocol.h"
#include "client/event_queue.h"
#include "client/session_protocol.h"
#include "net/resolve.h"
#include "net/udp_socket.h"
#include "process/clocks.h"
#include "terminal/signals.h"

namespace moonroom::client {
namespace {

using std::chrono::milliseconds;

constexpr uint16_t kPort = 8888;

// An order is a line and its kind.
constexpr size_t kMaxOrder = 64u << 10;

// More than a socket buffers.
constexpr int kMaxBatches = 256;

// The key store names a host with its port, even the default one.
std::string with_port(const std::string& host, uint16_t port) {
  const auto said = fmt::format(":{}", port);
  return host.ends_with(said) ? host : host + said;
}

std::unique_ptr<Protocol> protocol_for(const NetworkSettings& settings,
                                       const wire::Endpoint& server) {
  if (settings.classic) return std::make_unique<ClassicProtocol>(settings.host);
  const auto host = with_port(settings.host, server.port);
  return std::make_unique<SessionProtocol>(
      SessionProtocol::Settings{host,
                                server,
                                settings.password,
                                {host, settings.pin, known_hosts_place(), settings.language},
                                settings.wants_answers});
}

// The terminal process, which sends orders and receives events, sometimes late.
class TerminalHalf {
 public:
  explicit TerminalHalf(UniqueFd socket) : socket_(std::move(socket)) {}

  int descriptor() const { return socket_.get(); }
  bool gone() const { return gone_; }
  void tell(const Event& event) {
    if (!gone_) queue_.push(event);
  }
  bool has_news() const { return !gone_ && !queue_.empty(); }
  // Its socket must become writable first.
  bool slow() const { return slow_; }
  std::optional<SteadyTime> next_due() const {
    return gone_ || slow_ ? std::nullopt : queue_.next_due();
  }

  void hand_over(SteadyTime at) {
    while (has_news() && *queue_.next_due() <= at) {
      const auto packet = queue_.packet();
      const auto sent =
          ::send(socket_.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      slow_ = sent < 0 && (errno == EAGAIN || errno == EINTR || errno == ENOBUFS);
      if (sent < 0 && !slow_) gone_ = true;
      if (sent < 0) return;
      queue_.handed_over(at);
    }
  }

  // Nullopt when there is none for now.
  std::optional<Order> next_order() {
    std::string bytes(kMaxOrder, '\0');
    const auto size = ::recv(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
    if (size <= 0) {
      gone_ = true;
      return std::nullopt;
    }
    return decode_order(std::string_view(bytes).substr(0, static_cast<size_t>(size)));
  }

 private:
  UniqueFd socket_;
  EventQueue queue_;
  bool slow_ = false;
  bool gone_ = false;
};

class NetworkHalf {
 public:
  NetworkHalf(TerminalHalf terminal, net::UdpSocket& socket, Protocol& protocol)
      : terminal_(std::move(terminal)), socket_(socket), protocol_(protocol) {}

  /// `orders` arrived before there was a protocol to carry them out.
  void run(const std::vector<Order>& orders) {
    for (const auto& each : orders) {
      protocol_.order(each, process::moment(), outcome_);
      carry_out();
    }
    while (!protocol_.over() || terminal_.has_news()) {
      wait();
      receive_orders();
      receive_datagrams();
      protocol_.tick(process::moment(), outcome_);
      carry_out();
      terminal_.hand_over(process::moment().steady);
    }
  }

 private:
  int patience() const {
    auto due = terminal_.next_due();
    if (const auto next = protocol_.next_due()) due = due ? std::min(*due, *next) : next;
    if (!due) return -1;
    const auto left = std::chrono::ceil<milliseconds>(*due - process::moment().steady).count();
    return static_cast<int>(std::clamp<int64_t>(left, 0, 60'000));
  }

  void wait() {
    const short writable = terminal_.slow() ? POLLOUT : 0;
    const int terminal = terminal_.gone() ? -1 : terminal_.descriptor();
    std::array<pollfd, 3> polled = {{{terminal, static_cast<short>(POLLIN | writable), 0},
                                     {socket_.descriptor(), POLLIN | POLLPRI, 0},
                                     {signals_.descriptor(), POLLIN, 0}}};
    ::poll(polled.data(), polled.size(), patience());
  }

  void receive_orders() {
    while (const auto order = terminal_.next_order()) {
      if (std::holds_alternative<Mark>(*order)) {
        mark();
      } else {
        protocol_.order(*order, process::moment(), outcome_);
      }
      carry_out();
    }
    leave_if_told();
    carry_out();
  }

  // Without the terminal half, nobody waits for lines that do not arrive soon. The signal is read
  // in any case: an unread one would wake `wait` at once, again and again.
  void leave_if_told() {
    const bool is_told = signals_.next().has_value();
    if (terminal_.gone()) {
      if (!std::exchange(has_hurried_, true))
        protocol_.order(Leave{true}, process::moment(), outcome_);
    } else if (is_told) {
      protocol_.order(Leave{}, process::moment(), outcome_);
    }
  }

  // Sends the events of received datagrams first; bounded, in case more keep arriving.
  void mark() {
    for (int batches = 0; batches < kMaxBatches && receive_datagrams(); ++batches) carry_out();
    terminal_.tell(Marked{});
  }

  // False when there was none.
  bool receive_datagrams() {
    if (!socket_.drain_unreachable().empty()) protocol_.unreachable(process::moment(), outcome_);
    const auto datagrams = socket_.receive(batch_);
    for (const auto& datagram : datagrams)
      protocol_.receive(datagram.bytes, process::moment(), outcome_);
    return !datagrams.empty();
  }

  void carry_out() {
    for (const auto& datagram : outcome_.datagrams) socket_.send(datagram);
    for (const auto& event : outcome_.events) terminal_.tell(event);
    outcome_.datagrams.clear();
    outcome_.events.clear();
  }

  terminal::Signals signals_{SIGTERM};
  TerminalHalf terminal_;
  net::UdpSocket& socket_;
  Protocol& protocol_;
  net::Batch batch_ = net::Batch::for_merged();
  Outcome outcome_;
  bool has_hurried_ = false;
};

}  // namespace

int run_network_half(UniqueFd terminal_socket, const NetworkSettings& settings) {
  TerminalHalf terminal(std::move(terminal_socket));
  const auto end = [&](Connection::State state, const std::string& words) {
    terminal.tell(Connection{state, words});
    terminal.hand_over(process::moment().steady);
    return 1;
  };
  const auto addresses = net::resolve_all(settings.host, kPort).map(interleaved);
  if (!addresses) return end(Connection::State::failed, addresses.error().what);
  std::vector<Order> orders;
  bool leaves = false;
  const auto server = choose_address(*addresses, settings.classic, terminal.descriptor(), [&] {
    while (auto order = terminal.next_order()) {
      leaves = leaves || std::holds_alternative<Leave>(*order);
      orders.push_back(std::move(*order));
    }
    return !leaves && !terminal.gone();
  });
  if (leaves) return end(Connection::State::left, {});
  if (!server) return end(Connection::State::unanswered, settings.host);
  auto socket = net::UdpSocket::connect(*server);
  if (!socket) return end(Connection::State::failed, socket.error().what);
  socket->accept_merged();
  const auto protocol = protocol_for(settings, *server);
  NetworkHalf(std::move(terminal), *socket, *protocol).run(orders);
  return 0;
}

}  // namespace moonroom::client

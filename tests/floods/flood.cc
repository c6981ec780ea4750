// Floods a host from one block of addresses, or joins as an honest newcomer meanwhile: run.py does
// both. Every socket has an address of the block, so that the host sees the same as with forged or
// stolen addresses; the namespace of run.py routes all blocks to itself.
//
//     hellos       first messages of handshakes, without a cookie
//     replays      one cookie with a ClientHello that changes
//     handshakes   complete handshakes, then an invalid name, and no more
//     guesses      complete handshakes, then passwords
//     logins       logins by text
//     newcomer     joins by a session each second, and leaves: prints the longest wait
//     text         the same by text, with the word that the host asks strangers for
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <system_error>
#include <vector>

#include "base/overloaded.h"
#include "base/unique_fd.h"
#include "process/clocks.h"
#include "secure/dtls_record.h"
#include "secure/handshake_client.h"
#include "session/session_client.h"
#include "wire/prefix.h"

namespace moonroom::floods {
namespace {

using namespace std::chrono_literals;

struct Settings {
  std::string kind;
  wire::Endpoint host;
  wire::Prefix block;
  size_t sockets = 1;
  double rate = 1000;
  double seconds = 5;
  std::string password;
};

sockaddr_in6 system_address(const wire::Address& address, uint16_t port) {
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_port = htons(port);
  std::memcpy(to.sin6_addr.s6_addr, address.bytes.data(), address.bytes.size());
  return to;
}

// The socket of one address of the block.
class Line {
 public:
  Line(const wire::Address& from, const wire::Endpoint& host)
      : socket_(::socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    const int yes = 1;
    const int no = 0;
    ::setsockopt(socket_.get(), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    ::setsockopt(socket_.get(), IPPROTO_IPV6, IPV6_FREEBIND, &yes, sizeof yes);
    ::setsockopt(socket_.get(), IPPROTO_IP, IP_FREEBIND, &yes, sizeof yes);
    const auto own = system_address(from, 0);
    const auto other = system_address(host.address, host.port);
    if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0 ||
        ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&other), sizeof other) != 0)
      throw std::system_error(errno, std::generic_category(), wire::to_string(from));
  }
  void send(std::string_view bytes) { ::send(socket_.get(), bytes.data(), bytes.size(), 0); }
  void send(const wire::Outbox& out) {
    for (const auto& delivery : out.deliveries()) send(out.bytes(delivery));
  }
  std::optional<std::string> receive() {
    std::array<char, 65536> bytes;
    const auto size = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    return size < 0 ? std::nullopt
                    : std::optional(std::string(bytes.data(), static_cast<size_t>(size)));
  }
  int descriptor() const { return socket_.get(); }

 private:
  UniqueFd socket_;
};

// Address number `n` of the block: first neighbours in the last bits of one source, then further
// sources. In an IPv6 /48 the sources differ, in a /64 the machines.
wire::Address address_in(const wire::Prefix& block, size_t n) {
  auto address = block.address;
  const size_t last = address.is_v4() ? 15 : block.bits <= 48 ? 7 : 15;
  const auto add = [&](size_t at, size_t value) {
    address.bytes[at] = static_cast<uint8_t>(address.bytes[at] + value);
  };
  if (block.bits == 128) return address;
  add(last, n % 250 + 1);
  if (!address.is_v4()) add(last - 1, n / 250);
  if (!address.is_v4()) address.bytes[15] = static_cast<uint8_t>(address.bytes[15] | 1);
  return address;
}

// A task on one socket, until it is done.
class Guest {
 public:
  Guest(const Settings& settings, const wire::Address& from, std::string name)
      : line_(from, settings.host), began_(process::moment().steady) {
    session::SessionClient::Settings visit;
    visit.name = std::move(name);
    visit.password = settings.password;
    visit_ = std::make_unique<session::SessionClient>(visit, settings.host, process::moment());
  }
  void turn() {
    const auto now = process::moment();
    wire::Outbox out;
    while (const auto datagram = line_.receive()) visit_->receive(*datagram, now, out);
    if (visit_->next_due() && *visit_->next_due() <= now.steady) visit_->tick(now, out);
    for (const auto& news : visit_->drain_events()) take(news, now, out);
    line_.send(out);
  }
  bool is_in() const { return in_after_.has_value(); }
  Duration wait() const { return in_after_.value_or(process::moment().steady - began_); }
  bool is_over() const { return visit_->ended(); }
  uint64_t answers() const { return answers_; }
  void leave() {
    wire::Outbox out;
    visit_->leave(process::moment(), out, session::SessionClient::Haste::some);
    line_.send(out);
  }

 private:
  void take(const session::ClientEvent& news, Moment now, wire::Outbox& out) {
    std::visit(Overloaded{
                   [&](const session::HostKeyPresented&) { visit_->trust(now, out); },
                   [&](const session::Joined&) {
                     if (!in_after_) in_after_ = now.steady - began_;
                   },
                   [&](const session::NameRefused&) { ++answers_; },
                   [&](const session::Locked&) {
                     visit_->try_password("wrong" + std::to_string(++answers_), now, out);
                   },
                   [](const auto&) {},
               },
               news);
  }

  Line line_;
  SteadyTime began_;
  std::unique_ptr<session::SessionClient> visit_;
  std::optional<Duration> in_after_;
  uint64_t answers_ = 0;
};

// Calls `act` at a rate until the time is over; `idle` in between.
void at_rate(const Settings& settings, const std::function<void(size_t)>& act,
             const std::function<void()>& idle) {
  const auto begin = process::moment().steady;
  const std::chrono::duration<double> length(settings.seconds);
  size_t done = 0;
  for (;;) {
    const std::chrono::duration<double> passed = process::moment().steady - begin;
    if (passed >= length) return;
    const auto due = static_cast<size_t>(passed.count() * settings.rate);
    for (; done < due; ++done) act(done);
    idle();
    ::poll(nullptr, 0, 1);
  }
}

std::vector<Line> lines_of(const Settings& settings) {
  std::vector<Line> lines;
  for (size_t n = 0; n < settings.sockets; ++n)
    lines.emplace_back(address_in(settings.block, n), settings.host);
  return lines;
}

void drain(std::vector<Line>& lines) {
  for (auto& line : lines)
    while (line.receive()) {
    }
}

std::string first_word(const wire::Endpoint& host) {
  const auto now = process::moment();
  secure::HandshakeClient greeting(host, now);
  wire::Outbox out;
  greeting.tick(now, out);
  return std::string(out.bytes(out.deliveries()[0]));
}

// A ClientHello of another client, as far as a host checks the random alone.
void change_random(std::string& hello, std::mt19937& dice) {
  constexpr size_t kRandomAt = 13 + 12 + 2;
  for (size_t at = 0; at < 32; ++at) hello[kRandomAt + at] = static_cast<char>(dice());
}

void flood_with_hellos(const Settings& settings) {
  auto lines = lines_of(settings);
  auto hello = first_word(settings.host);
  std::mt19937 dice(1);
  at_rate(
      settings,
      [&](size_t n) {
        change_random(hello, dice);
        lines[n % lines.size()].send(hello);
      },
      [&] { drain(lines); });
}

void flood_with_replays(const Settings& settings) {
  Line line(address_in(settings.block, 0), settings.host);
  secure::HandshakeClient greeting(settings.host, process::moment());
  wire::Outbox out;
  greeting.tick(process::moment(), out);
  line.send(out);
  std::optional<std::string> challenge;
  for (int tries = 0; tries < 2000 && !challenge; ++tries) {
    ::poll(nullptr, 0, 1);
    challenge = line.receive();
  }
  if (!challenge) throw std::runtime_error("the host sends no cookie");
  out.clear();
  greeting.receive(*challenge, process::moment(), out);
  std::string hello(out.bytes(out.deliveries()[0]));
  std::mt19937 dice(1);
  uint64_t sent = 0;
  uint64_t got = 0;
  at_rate(
      settings,
      [&](size_t) {
        line.send(hello);
        sent += hello.size();
        change_random(hello, dice);
      },
      [&] {
        while (const auto answer = line.receive()) got += answer->size();
      });
  fmt::print("{{\"sent\": {}, \"got\": {}}}\n", sent, got);
}

void flood_with_logins(const Settings& settings) {
  auto lines = lines_of(settings);
  at_rate(
      settings, [&](size_t n) { lines[n % lines.size()].send(fmt::format("L f{}", n)); },
      [&] { drain(lines); });
}

// A guest that has its answer is replaced by the next.
void flood_with_guests(const Settings& settings, const char* name) {
  constexpr size_t kAtOnce = 400;
  std::deque<Guest> guests;
  uint64_t answers = 0;
  at_rate(
      settings,
      [&](size_t n) {
        if (guests.size() >= kAtOnce) {
          answers += guests.front().answers();
          guests.pop_front();
        }
        guests.emplace_back(settings, address_in(settings.block, n % settings.sockets), name);
      },
      [&] {
        for (auto& guest : guests) guest.turn();
      });
  for (const auto& guest : guests) answers += guest.answers();
  fmt::print("{{\"answers\": {}}}\n", answers);
}

// One a second, each until it is in, or for the rest of the time.
void come_in(const Settings& settings) {
  std::deque<Guest> guests;
  auto paced = settings;
  paced.rate = 1;
  Duration longest{};
  size_t in = 0;
  size_t came = 0;
  const auto turn = [&] {
    for (auto& guest : guests) {
      const bool was_in = guest.is_in();
      guest.turn();
      if (!guest.is_in() || was_in) continue;
      ++in;
      longest = std::max(longest, guest.wait());
      guest.leave();
    }
  };
  at_rate(
      paced,
      [&](size_t n) {
        guests.emplace_back(settings, address_in(settings.block, n), fmt::format("guest{}", n));
        ++came;
      },
      turn);
  const auto end = process::moment().steady + 3s;
  while (in < came && process::moment().steady < end) {
    turn();
    ::poll(nullptr, 0, 1);
  }
  for (const auto& guest : guests)
    if (!guest.is_in()) longest = std::max(longest, guest.wait());
  fmt::print("{{\"came\": {}, \"in\": {}, \"longest\": {:.3f}}}\n", came, in,
             std::chrono::duration<double>(longest).count());
}

// A text member: repeats the word that the host asks for.
class TextGuest {
 public:
  TextGuest(const Settings& settings, size_t n)
      : line_(address_in(settings.block, n), settings.host),
        name_(fmt::format("text{}", n)),
        began_(process::moment().steady) {}
  void turn() {
    const auto now = process::moment().steady;
    if (!is_in_ && word_.empty() && now >= next_) {
      line_.send("L " + name_);
      next_ = now + 500ms;
    }
    while (const auto heard = line_.receive()) {
      if (const auto at = heard->find("say: "); at != std::string::npos) {
        word_ = heard->substr(at + 5);
        line_.send("C " + name_ + " " + word_);
      }
      if (heard->find("you are in the room") == std::string::npos || is_in_) continue;
      is_in_ = true;
      wait_ = now - began_;
      line_.send("Q " + name_);
    }
  }
  bool is_in() const { return is_in_; }
  Duration wait() const { return is_in_ ? wait_ : process::moment().steady - began_; }

 private:
  Line line_;
  std::string name_;
  std::string word_;
  SteadyTime began_;
  SteadyTime next_{};
  Duration wait_{};
  bool is_in_ = false;
};

void come_in_by_text(const Settings& settings) {
  std::deque<TextGuest> guests;
  auto paced = settings;
  paced.rate = 1;
  const auto turn = [&] {
    for (auto& guest : guests) guest.turn();
  };
  const auto in = [&] {
    return std::count_if(guests.begin(), guests.end(), [](const auto& it) { return it.is_in(); });
  };
  at_rate(
      paced, [&](size_t n) { guests.emplace_back(settings, n); }, turn);
  const auto end = process::moment().steady + 3s;
  while (in() < static_cast<ptrdiff_t>(guests.size()) && process::moment().steady < end) {
    turn();
    ::poll(nullptr, 0, 1);
  }
  Duration longest{};
  for (const auto& guest : guests) longest = std::max(longest, guest.wait());
  fmt::print("{{\"came\": {}, \"in\": {}, \"longest\": {:.3f}}}\n", guests.size(), in(),
             std::chrono::duration<double>(longest).count());
}

void run(const Settings& settings) {
  // A zero-width space: an invalid name.
  constexpr const char* kNoName = "\u200b";
  if (settings.kind == "hellos") return flood_with_hellos(settings);
  if (settings.kind == "replays") return flood_with_replays(settings);
  if (settings.kind == "logins") return flood_with_logins(settings);
  if (settings.kind == "handshakes") return flood_with_guests(settings, kNoName);
  if (settings.kind == "guesses") return flood_with_guests(settings, "eve");
  if (settings.kind == "newcomer") return come_in(settings);
  if (settings.kind == "text") return come_in_by_text(settings);
  throw std::runtime_error("there is no flood " + settings.kind);
}

int main_of(int argc, char** argv) {
  CLI::App app("Floods a host, or comes in meanwhile", "flood");
  Settings settings;
  std::string host;
  std::string block;
  app.add_option("kind", settings.kind)->required();
  app.add_option("--host", host, "ADDRESS:PORT")->required();
  app.add_option("--from", block, "A block of addresses")->required();
  app.add_option("--sockets", settings.sockets, "How many of its addresses");
  app.add_option("--rate", settings.rate, "How many a second");
  app.add_option("--seconds", settings.seconds, "For how long");
  app.add_option("--password", settings.password, "The room's, or a wrong one");
  CLI11_PARSE(app, argc, argv);
  settings.host = wire::parse_endpoint(host).value();
  settings.block = wire::parse_prefix(block).value();
  run(settings);
  return 0;
}

}  // namespace
}  // namespace moonroom::floods

int main(int argc, char** argv) {
  try {
    return moonroom::floods::main_of(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "flood: {}\n", error.what());
    return 2;
  }
}

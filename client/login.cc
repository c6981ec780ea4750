#include "client/login.h"

#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <chrono>
#include <span>
#include <utility>
#include <vector>

#include "client/repeats.h"
#include "client/words.h"
#include "wire/classic.h"

namespace moonroom::client {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

struct Answer {
  enum class Kind { none, datagram, interrupted };
  Kind kind = Kind::none;
  std::string text;
  // What came with it in one go.
  std::vector<std::string> rest;
};

// The first that is no probe is the answer.
Answer answer_among(std::span<const wire::Datagram> datagrams) {
  Answer answer;
  for (const auto& datagram : datagrams) {
    if (answer.kind == Answer::Kind::datagram) {
      answer.rest.emplace_back(datagram.bytes);
    } else if (!datagram.bytes.empty()) {
      answer.kind = Answer::Kind::datagram;
      answer.text = datagram.bytes;
    }
  }
  return answer;
}

// The first datagram that is no probe, within `patience`.
Answer await_answer(net::UdpSocket& socket, terminal::Signals& signals, milliseconds patience) {
  net::Batch batch;
  const auto until = Clock::now() + patience;
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left.count() <= 0) return {};
    std::array<pollfd, 2> sources = {
        {{socket.descriptor(), POLLIN, 0}, {signals.descriptor(), POLLIN, 0}}};
    ::poll(sources.data(), sources.size(), static_cast<int>(left.count()));
    if (sources[1].revents != 0) return {Answer::Kind::interrupted, {}, {}};
    // Nobody there yet, perhaps: the time is waited out, and the request repeated.
    socket.take_unreachable();
    auto answer = answer_among(socket.receive(batch));
    if (answer.kind == Answer::Kind::datagram) return answer;
  }
}

// What came late for an earlier name must not be taken for the answer to this one.
void forget_old_answers(net::UdpSocket& socket) {
  net::Batch batch;
  while (!socket.receive(batch).empty()) {
  }
}

struct Attempt {
  Answer answer;
  int sent = 0;
};

Attempt try_name(std::string_view name, net::UdpSocket& socket, terminal::Signals& signals) {
  forget_old_answers(socket);
  Attempt attempt;
  auto repeats = login_repeats();
  while (const auto wait = repeats.next()) {
    socket.send(login_request(name));
    ++attempt.sent;
    attempt.answer = await_answer(socket, signals, *wait);
    if (attempt.answer.kind != Answer::Kind::none) break;
  }
  return attempt;
}

std::optional<std::string> ask_name(terminal::Console& console, terminal::Signals& signals) {
  console.set_prompt("Name: ");
  const std::array<terminal::Source, 1> sources = {{{signals.descriptor(), [] { return false; }}}};
  while (auto line = console.read_line(sources))
    if (!is_blank(line->text)) return line->text;
  return std::nullopt;
}

}  // namespace

Result<std::optional<Entrance>> log_in(const Options& options, net::UdpSocket& socket,
                                       terminal::Console& console, terminal::Signals& signals) {
  std::string name = options.name;
  while (true) {
    if (name.empty()) {
      auto typed = ask_name(console, signals);
      if (!typed) return std::nullopt;
      name = std::move(*typed);
    }
    auto [answer, sent] = try_name(name, socket, signals);
    if (answer.kind == Answer::Kind::interrupted) {
      socket.send(quit_request(name));  // The login may have arrived.
      return std::nullopt;
    }
    if (answer.kind == Answer::Kind::none)
      return problem(fmt::format("no answer from {}; is the room running there?", options.host));
    if (answer.text == wire::kWelcome) return Entrance{name, sent - 1, std::move(answer.rest)};
    const auto reason = to_show(answer.text);
    // On a pipe the next line is meant for the room, not for a name.
    if (!options.name.empty() && !console.interactive())
      return problem(fmt::format("the room refused the name {}: {}", name, reason));
    console.print(reason);
    name.clear();
  }
}

}  // namespace moonroom::client

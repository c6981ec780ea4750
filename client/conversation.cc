#include "client/conversation.h"

#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include "client/repeats.h"
#include "client/words.h"
#include "wire/classic.h"

namespace moonroom::client {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

Conversation::Conversation(std::string name, net::UdpSocket& socket, Receiver& receiver,
                           terminal::Console& console, terminal::Signals& signals)
    : name_(std::move(name)),
      socket_(socket),
      receiver_(receiver),
      console_(console),
      signals_(signals) {}

void Conversation::catch_up(std::span<const std::string> heard) {
  for (const auto& text : heard) {
    const bool ends = text == wire::kEnd;
    if (!text.empty() && text != wire::kWelcome)
      take({ends ? News::Kind::end : News::Kind::text, text});
  }
}

Status Conversation::run() {
  console_.set_prompt(name_ + "> ");
  const std::array<terminal::Source, 2> sources = {
      {{receiver_.descriptor(), [this] { return hear(); }},
       {signals_.descriptor(), [] { return false; }}}};
  while (!ended_) {
    const auto line = console_.read_line(sources);
    if (!line) break;
    if (is_goodbye(line->text)) break;
    say(*line);
  }
  if (!ended_) return say_goodbye();
  console_.print("*** the room has closed, or you were removed from it");
  return kRemoved;
}

void Conversation::say(const terminal::Line& line) {
  if (console_.interactive() && is_blank(line.text)) return;
  const auto request = chat_request(name_, line.text);
  if (!line.whole || !request)
    return console_.print(fmt::format("*** not sent: a line has at most {} bytes",
                                      wire::kMaxRequest - name_.size() - 3));
  socket_.send(*request);
}

bool Conversation::hear() {
  while (const auto news = receiver_.next()) {
    take(*news);
    if (ended_) return false;
  }
  return true;
}

void Conversation::take(const News& news) {
  switch (news.kind) {
    case News::Kind::text:
      return console_.print(to_show(news.text));
    case News::Kind::unreachable:
      return console_.print("*** the room does not answer at the moment");
    case News::Kind::back:
      return console_.print("*** the room answers again");
    case News::Kind::end:
    case News::Kind::lost:
      ended_ = true;
  }
}

// The host answers with the end token; what others said before that is still shown.
Status Conversation::say_goodbye() {
  auto repeats = goodbye_repeats();
  while (const auto wait = repeats.next()) {
    socket_.send(quit_request(name_));
    const auto until = Clock::now() + *wait;
    while (!ended_) {
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
      if (left.count() <= 0) break;
      pollfd readable{receiver_.descriptor(), POLLIN, 0};
      if (::poll(&readable, 1, static_cast<int>(left.count())) > 0) hear();
    }
    if (ended_) return kLeft;
  }
  fmt::print(stderr, "moonroom: the room did not answer the goodbye\n");
  return kFailed;
}

}  // namespace moonroom::client

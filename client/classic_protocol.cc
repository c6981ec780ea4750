#include "client/classic_protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "client/input_text.h"
#include "wire/classic.h"

namespace moonroom::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The first delay between logins after a silence, doubled up to the last: a restarted host answers
// at once, one under repair gets a few requests a minute.
constexpr Duration kFirstPatience = milliseconds(500);
constexpr Duration kLastPatience = seconds(8);

// Lines kept while the host does not answer; later ones are dropped.
constexpr size_t kMaxUnsaid = 64;

}  // namespace

void ClassicProtocol::order(const Order& order, Moment now, Outcome& out) {
  std::visit(Overloaded{
                 [&](const Enter& order_to) { enter(order_to.name, now, out); },
                 [&](const Say& order_to) { say(order_to, out); },
                 [&](const Leave&) { leave(now, out); },
                 [](const Mark&) {},
                 // The classic protocol refuses logins in text.
                 [](const Unlock&) {},
             },
             order);
}

void ClassicProtocol::enter(const std::string& name, Moment now, Outcome& out) {
  if (state_ != State::outside) return;
  name_ = name;
  state_ = State::entering;
  backoff_ = login_backoff();
  answers_left_ = -1;
  repeat(login_request(name_), now, out);
}

void ClassicProtocol::say(const Say& line, Outcome& out) {
  const auto request = chat_request(name_, line.text);
  const auto limit = static_cast<uint32_t>(wire::kMaxRequest - name_.size() - 3);
  if (!request) {
    out.events.emplace_back(TooLong{limit, line.line});
  } else if (state_ == State::inside) {
    out.datagrams.push_back(*request);
  } else if (state_ == State::lost) {
    ++said_meanwhile_;
    if (unsaid_.size() < kMaxUnsaid) unsaid_.push_back(*request);
  }
}

void ClassicProtocol::leave(Moment now, Outcome& out) {
  if (state_ == State::leaving || state_ == State::over) return;
  // The login possibly arrived, so send a goodbye; its answer is not awaited.
  if (state_ == State::entering) out.datagrams.push_back(quit_request(name_));
  if (state_ == State::outside || state_ == State::entering)
    return end(Connection::State::left, out);
  if (state_ == State::lost) return leave_unheard(out);
  state_ = State::leaving;
  backoff_ = goodbye_backoff();
  repeat(quit_request(name_), now, out);
}

// The room can still be running, and must learn of the goodbye.
void ClassicProtocol::leave_unheard(Outcome& out) {
  out.datagrams.push_back(quit_request(name_));
  end(Connection::State::silent, out);
}

void ClassicProtocol::repeat(std::string request, Moment now, Outcome& out) {
  const auto wait = backoff_.next();
  if (wait) {
    out.datagrams.push_back(std::move(request));
    ++answers_left_;
    due_ = now.steady + *wait;
  } else if (state_ == State::leaving) {
    end(Connection::State::silent, out);
  } else {
    end(Connection::State::unanswered, out, host_);
  }
}

void ClassicProtocol::tick(Moment now, Outcome& out) {
  if (!due_ || now.steady < *due_) return;
  if (state_ == State::entering) return repeat(login_request(name_), now, out);
  if (state_ == State::leaving) return repeat(quit_request(name_), now, out);
  if (state_ == State::lost) return retry_login(now, out);
  due_.reset();
}

void ClassicProtocol::unreachable(Moment now, Outcome& out) {
  if (state_ == State::leaving) return end(Connection::State::silent, out);
  // While joining, keep trying: the host can still be starting.
  if (state_ != State::inside) return;
  state_ = State::lost;
  patience_ = kFirstPatience;
  due_ = now.steady + patience_;
  perhaps_refusal_.reset();
  answers_left_ = -1;
  out.events.emplace_back(Connection{Connection::State::lost, {}});
}

void ClassicProtocol::retry_login(Moment now, Outcome& out) {
  out.datagrams.push_back(login_request(name_));
  ++answers_left_;
  patience_ = std::min(patience_ * 2, kLastPatience);
  due_ = now.steady + patience_;
}

// ── Receiving ───────────────────────────────────────────────────────────────────────────────────

void ClassicProtocol::receive(std::string_view datagram, Moment now, Outcome& out) {
  // An empty datagram is the host's liveness probe and needs no answer.
  if (datagram.empty() && state_ != State::lost) return;
  if (state_ == State::entering) return on_answer(datagram, out);
  if (state_ == State::lost) return on_datagram_while_lost(datagram, now, out);
  // Late messages for a refused name are ignored.
  if (state_ == State::inside || state_ == State::leaving) on_line(datagram, now, out);
}

void ClassicProtocol::on_answer(std::string_view datagram, Outcome& out) {
  if (datagram != wire::kWelcome) return refuse(datagram, out);
  state_ = State::inside;
  due_.reset();
  out.events.emplace_back(Connection{Connection::State::entered, name_});
}

void ClassicProtocol::refuse(std::string_view why, Outcome& out) {
  state_ = State::outside;
  due_.reset();
  forget_unsaid();
  out.events.emplace_back(Connection{Connection::State::refused, std::string(why)});
}

void ClassicProtocol::on_line(std::string_view datagram, Moment now, Outcome& out) {
  if (datagram == wire::kWelcome && answers_left_ > 0) {
    --answers_left_;
  } else if (datagram == wire::kEnd) {
    end(state_ == State::leaving ? Connection::State::left : Connection::State::ended, out);
  } else {
    MessageReceived heard;
    heard.time = now.wall;
    heard.line = datagram;
    out.events.emplace_back(std::move(heard));
  }
}

// A probe says that the room is running and counts us in: an immediate login settles the rest. A
// line shows that the room is running, but not that we are still in it: a restarted host refuses
// the login when another member has the name now. It does so each time.
void ClassicProtocol::on_datagram_while_lost(std::string_view datagram, Moment now, Outcome& out) {
  if (datagram == wire::kWelcome) return come_back(out);
  if (datagram == wire::kEnd) return end(Connection::State::ended, out);
  if (datagram.empty()) {
    due_ = now.steady;
    return;
  }
  if (perhaps_refusal_ == datagram) return refuse(datagram, out);
  perhaps_refusal_ = datagram;
  patience_ = kFirstPatience;
  due_ = std::min(*due_, now.steady + patience_);
  on_line(datagram, now, out);
}

void ClassicProtocol::come_back(Outcome& out) {
  state_ = State::inside;
  due_.reset();
  out.events.emplace_back(Connection{Connection::State::back, name_});
  for (auto& request : unsaid_) out.datagrams.push_back(std::move(request));
  forget_unsaid();
}

void ClassicProtocol::forget_unsaid() {
  unsaid_.clear();
  said_meanwhile_ = 0;
}

void ClassicProtocol::end(Connection::State state, Outcome& out, std::string words) {
  state_ = State::over;
  due_.reset();
  out.events.emplace_back(Connection{state, std::move(words), said_meanwhile_});
}

}  // namespace moonroom::client

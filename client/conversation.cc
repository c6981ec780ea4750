#include "client/conversation.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "client/json_style.h"
#include "client/suggestions.h"
#include "client/words.h"

namespace moonroom::client {
namespace {

// A login that takes no longer needs no word.
constexpr int kQuietMilliseconds = 500;

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

Conversation::Conversation(Options options, Language language, const Means& means)
    : options_(std::move(options)),
      language_(language),
      with_(means),
      name_(options_.name),
      status_(language),
      silent_(options_.send.has_value()) {
  sources_ = {{with_.network.descriptor(), [this] { return hear(); }},
              {with_.signals.descriptor(), [this] {
                 hurry();
                 return false;
               }}};
}

Conversation::Ending Conversation::run() {
  while (place_ != Place::over && !leaving_) {
    if (place_ == Place::outside) {
      come_in();
    } else if (place_ == Place::locked) {
      unlock();
    } else if (options_.send) {
      send_and_leave();
    } else {
      talk();
    }
  }
  return leave();
}

// ── Coming in ───────────────────────────────────────────────────────────────────────────────────

void Conversation::come_in() {
  if (name_.empty()) {
    show(with_.style.name_wanted());
    auto name = ask_for(Phrase::ask_name);
    if (!name) return;
    name_ = std::move(*name);
  }
  await_answer_to(Enter{name_});
}

void Conversation::unlock() {
  show(with_.style.password_wanted());
  if (auto password = ask_for(Phrase::ask_password, true))
    await_answer_to(Unlock{std::move(*password)});
}

// Nothing, and the way out, when none is given.
std::optional<std::string> Conversation::ask_for(Phrase what, bool secret) {
  flush();
  with_.console.set_status({});
  const auto prompt = options_.json ? std::string_view() : phrase(what, language_);
  with_.console.ask({.prompt = std::string(prompt),
                     .secret = secret,
                     .cleared = std::string(phrase(Phrase::cleared, language_))});
  const auto place = place_;
  while (place_ == place && !leaving_) {
    const auto line = with_.console.read_line(sources_);
    if (!line) break;
    auto text = text_of(*line);
    if (text && !is_blank(*text)) return text;
  }
  leaving_ = true;
  return std::nullopt;
}

void Conversation::await_answer_to(const Order& order) {
  place_ = Place::entering;
  with_.network.send(order);
  const auto quiet_until = now() + std::chrono::milliseconds(kQuietMilliseconds);
  while (place_ == Place::entering && !leaving_) {
    const bool late = now() >= quiet_until;
    with_.console.set_status(late ? phrase(Phrase::connecting, language_) : "");
    with_.console.rest(sources_, late ? -1 : kQuietMilliseconds);
  }
}

// ── Being there ─────────────────────────────────────────────────────────────────────────────────

void Conversation::talk() {
  ask_for_lines();
  while (place_ == Place::inside && !leaving_) {
    const auto line = with_.console.read_line(sources_);
    if (line) {
      take_line(*line);
    } else if (place_ == Place::inside) {
      leaving_ = true;
    }
  }
}

void Conversation::ask_for_lines() {
  terminal::Asking asking{.prompt = options_.plain || options_.json ? "" : name_ + "> "};
  asking.complete = [this](std::string_view typed) {
    return suggest(typed, with_.people, commands_);
  };
  asking.transcript = [this](const std::string& line) {
    return is_goodbye(line) ? std::string() : with_.style.said(line);
  };
  asking.question = [this](size_t lines, size_t blank) {
    const auto which = blank == 0 ? Phrase::paste : Phrase::paste_with_blank;
    return fmt::format(fmt::runtime(phrase(which, language_)), lines, blank);
  };
  asking.cleared = phrase(Phrase::cleared, language_);
  asking.on_return = [this] {
    unread_ = true;
    with_.network.send(Mark{});
  };
  asking.history = &with_.history;
  with_.console.ask(std::move(asking));
}

void Conversation::take_line(const terminal::Line& line) {
  if (!options_.json && is_goodbye(line.text)) {
    leaving_ = true;
    return;
  }
  if (with_.console.interactive() && is_blank(line.text) && !line.pasted) return;
  const auto text = text_of(line);
  if (text && place_ == Place::inside && !leaving_) say(*text);
}

// In JSON, what the object wants; else the line itself.
std::optional<std::string> Conversation::text_of(const terminal::Line& line) {
  if (!options_.json) return line.text;
  auto order = order_in_json(line.text);
  if (!order) {
    show(with_.style.not_understood());
    flush();
    return std::nullopt;
  }
  if (std::holds_alternative<Leave>(*order)) leaving_ = true;
  if (auto* say_order = std::get_if<Say>(&*order)) return std::move(say_order->text);
  if (auto* enter_order = std::get_if<Enter>(&*order)) return std::move(enter_order->name);
  if (auto* unlock_order = std::get_if<Unlock>(&*order)) return std::move(unlock_order->password);
  return std::nullopt;
}

void Conversation::say(const std::string& text) {
  wait_for_turn();
  with_.network.send(Say{text});
}

void Conversation::wait_for_turn() {
  while (place_ == Place::inside && !leaving_) {
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(pace_.wait(now()));
    if (wait.count() == 0) break;
    terminal::wait_once(-1, sources_, static_cast<int>(wait.count()));
  }
  pace_.said(now());
}

void Conversation::send_and_leave() {
  silent_ = false;
  with_.network.send(Say{*options_.send});
  leaving_ = true;
}

// ── Leaving ─────────────────────────────────────────────────────────────────────────────────────

// The room answers; what others said before that is still shown. Only a program can wait for long
// until all it said has arrived, and whoever is told to go by a signal does not.
Conversation::Ending Conversation::leave() {
  const bool was_in = place_ == Place::inside;
  if (with_.console.interactive() && !options_.send) hurried_ = true;
  if (place_ != Place::over) with_.network.send(Leave{hurried_});
  leaving_ = true;
  while (place_ != Place::over) terminal::wait_once(-1, sources_);
  if (last_ && last_->state == Connection::State::ended) return {kRemoved, {}};
  if (last_ && last_->state == Connection::State::left) return {was_in ? kLeft : kFailed, {}};
  return {refused_ ? kRefused : kFailed, last_words()};
}

// At a signal, which may also come while the room's answer is waited for.
void Conversation::hurry() {
  if (with_.signals.next() == SIGINT && with_.console.interactive() && place_ == Place::inside)
    with_.console.print(with_.style.interrupted());
  hurried_ = true;
  if (leaving_) with_.network.send(Leave{hurried_});
  leaving_ = true;
}

std::string Conversation::last_words() const {
  if (!last_) return std::string(phrase(Phrase::network_died, language_));
  const auto words = words_of(*last_, language_);
  const auto say = [&](Phrase which, const auto&... values) {
    return fmt::format(fmt::runtime(phrase(which, language_)), values...);
  };
  if (last_->state == Connection::State::locked) return say(Phrase::say_password, words);
  if (last_->state == Connection::State::refused) return say(Phrase::refused, name_, words);
  const bool perhaps = last_->state == Connection::State::unanswered && !options_.classic;
  return perhaps ? fmt::format("{} {}", words, phrase(Phrase::perhaps_classic, language_)) : words;
}

}  // namespace moonroom::client

#include "client/conversation.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <utility>

#include "client/json_style.h"
#include "client/suggestions.h"
#include "client/words.h"

namespace moonroom::client {
namespace {

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
                 leaving_ = true;
                 return false;
               }}};
}

Status Conversation::run() {
  while (place_ != Place::over && !leaving_) {
    if (place_ == Place::outside) {
      come_in();
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
    const auto name = ask_name();
    if (!name) {
      leaving_ = true;
      return;
    }
    name_ = *name;
  }
  enter(name_);
}

std::optional<std::string> Conversation::ask_name() {
  show(with_.style.name_wanted());
  flush();
  with_.console.ask(
      {.prompt = options_.json ? "" : std::string(phrase(Phrase::ask_name, language_))});
  while (place_ != Place::over && !leaving_) {
    const auto line = with_.console.read_line(sources_);
    if (!line) break;
    auto name = text_of(*line);
    if (name && !is_blank(*name)) return name;
  }
  return std::nullopt;
}

void Conversation::enter(const std::string& name) {
  place_ = Place::entering;
  with_.network.send(Enter{name});
  with_.console.set_status(status_.text());
  wait_while(Place::entering);
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
    return is_blank(line) || is_goodbye(line) ? std::string() : with_.style.said(line);
  };
  asking.question = [this](size_t lines) {
    return fmt::format(fmt::runtime(phrase(Phrase::paste, language_)), lines);
  };
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
  if (with_.console.interactive() && is_blank(line.text)) return;
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

// The room answers; what others said before that is still shown.
Status Conversation::leave() {
  const bool was_in = place_ == Place::inside;
  if (place_ != Place::over) {
    with_.network.send(Leave{});
    const std::vector<terminal::Source> network(sources_.begin(), sources_.begin() + 1);
    while (place_ != Place::over) terminal::wait_once(-1, network);
  }
  const auto words =
      last_ ? words_of(*last_, language_) : std::string(phrase(Phrase::network_died, language_));
  if (last_ && last_->state == Connection::State::ended) return kRemoved;
  if (last_ && last_->state == Connection::State::left) return was_in ? kLeft : kFailed;
  if (refused_) {
    const auto why = words_of({Connection::State::refused, last_->words}, language_);
    fmt::print(stderr, "moonroom: {}\n",
               fmt::format(fmt::runtime(phrase(Phrase::refused, language_)), name_, why));
    return kRefused;
  }
  fmt::print(stderr, "moonroom: {}\n", words);
  return kFailed;
}

// ── Hearing ─────────────────────────────────────────────────────────────────────────────────────

void Conversation::wait_while(Place place) {
  while (place_ == place && !leaving_) terminal::wait_once(-1, sources_);
}

// False when lines are not to be awaited any more.
bool Conversation::hear() {
  const auto place = place_;
  if (const auto events = with_.network.next())
    for (const auto& event : *events) take(event);
  if (with_.network.gone()) place_ = Place::over;
  flush();
  with_.console.set_status(status_.text());
  return place_ == place;
}

void Conversation::take(const Event& event) {
  std::visit([this](const auto& each) { take(each); }, event);
}

void Conversation::take(const Heard& raw) {
  const auto heard = visible(raw);
  with_.people.learn(heard);
  commands_.learn(line_of(heard));
  if (silent_) return;
  if (std::exchange(unread_, false)) show(with_.style.unread());
  show(with_.style.heard(raw));
}

void Conversation::take(const Connection& connection) {
  using State = Connection::State;
  status_.take(connection);
  last_ = connection;
  switch (connection.state) {
    case State::connecting:
      break;
    case State::entered:
    case State::back:
      place_ = Place::inside;
      with_.style.called(name_);
      break;
    case State::refused:
      place_ = Place::outside;
      // On a pipe the next line is meant for the room, not for a name.
      if (!options_.name.empty() && !with_.console.interactive() && !options_.json) {
        refused_ = true;
        place_ = Place::over;
        return;
      }
      name_.clear();
      break;
    case State::lost:
    case State::met:
    case State::recognized:
      break;
    default:
      place_ = Place::over;
  }
  // What ends the program is said on the way out.
  const bool told_later = connection.state == State::failed ||
                          connection.state == State::unanswered ||
                          connection.state == State::silent;
  if (!told_later || options_.json) show(with_.style.connection(connection));
}

void Conversation::take(const People& people) {
  with_.people.learn(people);
  status_.take(people);
  show(with_.style.people(people));
}

void Conversation::take(const Missed& missed) {
  show(with_.style.missed(missed));
}

void Conversation::take(const TooLong& line) {
  show(with_.style.too_long(line));
}

void Conversation::take(const RoundTrip& trip) {
  status_.take(trip);
}

void Conversation::take(const Marked& /*marked*/) {
  unread_ = false;
}

void Conversation::flush() {
  if (!shown_.empty()) with_.console.print(std::exchange(shown_, {}));
}

void Conversation::show(const std::string& text) {
  if (text.empty()) return;
  shown_ += text;
  shown_ += '\n';
}

}  // namespace moonroom::client

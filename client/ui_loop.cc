#include "client/ui_loop.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "client/codeset.h"
#include "client/input_text.h"
#include "client/json_renderer.h"
#include "client/suggestions.h"

namespace moonroom::client {
namespace {

// A faster login needs no message.
constexpr int kQuietMilliseconds = 500;

// A host queues 256 lines of a member and drops further ones; answered lines are no longer queued.
constexpr uint64_t kMaxUnanswered = 64;

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

UiLoop::UiLoop(Options options, Language language, const Dependencies& means)
    : options_(std::move(options)),
      language_(language),
      uses_(means),
      name_(options_.name),
      codeset_(codeset_of_environment()),
      status_(language, options_.host, !options_.classic),
      silent_(options_.send.has_value()) {
  sources_ = {{uses_.network.descriptor(), [this] { return read_events(); }},
              {uses_.signals.descriptor(), [this] {
                 hurry();
                 return false;
               }}};
}

UiLoop::Ending UiLoop::run() {
  while (phase_ != Phase::over && !leaving_) {
    if (phase_ == Phase::outside) {
      come_in();
    } else if (phase_ == Phase::locked) {
      unlock();
    } else if (options_.send) {
      send_and_leave();
    } else {
      talk();
    }
  }
  auto ending = leave();
  if (uses_.console.output_lost())
    return {kLostOutput, std::string(phrase(Phrase::output_lost, language_))};
  return ending;
}

// ── Joining ─────────────────────────────────────────────────────────────────────────────────────

void UiLoop::come_in() {
  if (name_.empty()) {
    show(uses_.style.name_wanted());
    auto name = prompt_for(Phrase::ask_name);
    if (!name) return;
    name_ = std::move(*name);
  }
  await_answer_to(Enter{name_});
}

void UiLoop::unlock() {
  show(uses_.style.password_wanted());
  if (auto password = prompt_for(Phrase::ask_password, true))
    await_answer_to(Unlock{std::move(*password)});
}

// Nullopt, and the client leaves, when the user enters nothing.
std::optional<std::string> UiLoop::prompt_for(Phrase what, bool secret) {
  flush();
  uses_.console.set_status({});
  const auto prompt = options_.json ? std::string_view() : phrase(what, language_);
  uses_.console.ask({.prompt = std::string(prompt),
                     .secret = secret,
                     .cleared = std::string(phrase(Phrase::cleared, language_))});
  const auto place = phase_;
  while (phase_ == place && !leaving_) {
    const auto line = uses_.console.read_line(sources_);
    if (!line) break;
    auto text = text_of(*line);
    if (text && !is_blank(*text)) return text;
  }
  leaving_ = true;
  return std::nullopt;
}

void UiLoop::await_answer_to(const Order& order) {
  phase_ = Phase::entering;
  uses_.network.send(order);
  const auto quiet_until = now() + std::chrono::milliseconds(kQuietMilliseconds);
  while (phase_ == Phase::entering && !leaving_) {
    const bool late = now() >= quiet_until;
    uses_.console.set_status(late ? phrase(Phrase::connecting, language_) : "");
    uses_.console.idle(sources_, late ? -1 : kQuietMilliseconds);
  }
}

// ── In the room ─────────────────────────────────────────────────────────────────────────────────

void UiLoop::talk() {
  prompt_for_lines();
  while (phase_ == Phase::inside && !leaving_) {
    const auto line = uses_.console.read_line(sources_);
    if (line) {
      on_line(*line);
    } else if (phase_ == Phase::inside) {
      leaving_ = true;
    }
  }
}

void UiLoop::prompt_for_lines() {
  terminal::PromptOptions asking{.prompt = options_.plain || options_.json ? "" : name_ + "> "};
  asking.complete = [this](std::string_view typed) {
    return suggest(typed, uses_.people, commands_);
  };
  asking.transcript = [this](const std::string& line) {
    return is_leaving(line) ? std::string() : uses_.style.said(line);
  };
  asking.question = [this](size_t lines, size_t blank) {
    const auto which = blank == 0 ? Phrase::paste : Phrase::paste_with_blank;
    return fmt::format(fmt::runtime(phrase(which, language_)), lines, blank);
  };
  asking.cleared = phrase(Phrase::cleared, language_);
  asking.on_return = [this] {
    unread_ = true;
    uses_.network.send(Mark{});
  };
  asking.history = &uses_.history;
  uses_.console.ask(std::move(asking));
}

void UiLoop::on_line(const terminal::Line& line) {
  if (!options_.json && is_leaving(line.text)) {
    leaving_ = true;
    return;
  }
  if (uses_.console.interactive() && is_blank(line.text) && !line.pasted) return;
  if (!options_.json && !line.whole) {
    ++lines_;
    return on(TooLong{static_cast<uint32_t>(terminal::kMaxLine), lines_});
  }
  auto text = text_of(line);
  if (text && uses_.console.interactive() && !line.pasted && obey_familiar(*text)) return flush();
  if (text && phase_ == Phase::inside && !leaving_) say(std::move(*text));
}

bool UiLoop::is_leaving(std::string_view line) const {
  return is_goodbye(line, options_.classic && uses_.console.interactive());
}

// With JSON, the order in the object; else the line itself.
std::optional<std::string> UiLoop::text_of(const terminal::Line& line) {
  if (!options_.json) return line.text;
  auto order = order_in_json(line.text);
  if (!order) {
    show(uses_.style.not_understood());
    flush();
    return std::nullopt;
  }
  if (std::holds_alternative<Leave>(*order)) leaving_ = true;
  if (auto* say_order = std::get_if<Say>(&*order)) return std::move(say_order->text);
  if (auto* enter_order = std::get_if<Enter>(&*order)) return std::move(enter_order->name);
  if (auto* unlock_order = std::get_if<Unlock>(&*order)) return std::move(unlock_order->password);
  return std::nullopt;
}

void UiLoop::say(std::string text) {
  ++lines_;
  // JSON is UTF-8, and so are a terminal's keys.
  if (uses_.for_programs && !options_.json) {
    auto converted = to_utf8(text, codeset_);
    if (!converted) return refuse("no-text", with_codeset(Phrase::no_text));
    text = std::move(*converted);
  }
  if (options_.send && is_blank(text))
    return refuse("empty", std::string(phrase(Phrase::no_words, language_)));
  wait_for_turn();
  ++unanswered_;
  uses_.network.send(Say{std::move(text), lines_});
}

std::string UiLoop::with_codeset(Phrase which) const {
  return fmt::format(fmt::runtime(phrase(which, language_)), codeset_);
}

void UiLoop::refuse(std::string_view why, const std::string& words) {
  ++unanswered_;
  on(NotSaid{lines_, std::string(why), words});
  flush();
}

// A command that the room has goes to the room.
bool UiLoop::obey_familiar(const std::string& line) {
  const auto word = command_word(line);
  perhaps_unknown_.clear();
  if (options_.json || commands_.commands().contains(fmt::format("/{}", word))) return false;
  switch (familiar_command(line)) {
    case FamiliarCommand::none:
      return false;
    case FamiliarCommand::perhaps:
      perhaps_unknown_ = word;
      return false;
    case FamiliarCommand::clear:
      uses_.console.clear_screen();
      return true;
    case FamiliarCommand::leave:
      leaving_ = true;
      return true;
    case FamiliarCommand::names:
      say("/who");
      return true;
    case FamiliarCommand::advised:
      advise(word);
      return true;
  }
  return false;
}

void UiLoop::advise(std::string_view word) {
  show(uses_.style.advice(fmt::format("/{}", word), std::string(advice_on(word, language_))));
}

void UiLoop::wait_for_turn() {
  while (phase_ == Phase::inside && !leaving_) {
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(pacer_.delay(now()));
    const bool full = answers_ && unanswered_ >= kMaxUnanswered;
    if (wait.count() == 0 && !full) break;
    const auto most = std::chrono::milliseconds(60'000);
    terminal::wait_once(-1, sources_, full ? -1 : static_cast<int>(std::min(wait, most).count()));
  }
  pacer_.on_sent(now());
}

void UiLoop::send_and_leave() {
  silent_ = false;
  say(*options_.send);
  leaving_ = true;
}

// ── Leaving ─────────────────────────────────────────────────────────────────────────────────────

// Prints messages until the room confirms the goodbye. Only a program can wait long for all its
// lines to arrive, unless a signal has ended it.
UiLoop::Ending UiLoop::leave() {
  const bool was_in = phase_ == Phase::inside;
  if (uses_.console.interactive() && !options_.send) hurried_ = true;
  if (phase_ != Phase::over) uses_.network.send(Leave{hurried_});
  leaving_ = true;
  while (phase_ != Phase::over) terminal::wait_once(-1, sources_);
  if (last_ && last_->state == Connection::State::ended) return {kRemoved, {}};
  if (last_ && last_->state == Connection::State::left)
    return was_in ? ending_of_lines({kLeft, {}}) : Ending{kFailed, last_words()};
  if (last_ && last_->state == Connection::State::untrusted) return {kUntrusted, last_words()};
  return {refused_ ? kRefused : kFailed, last_words()};
}

UiLoop::Ending UiLoop::ending_of_lines(Ending ending) const {
  if (not_said_ == 0 || !uses_.for_programs) return ending;
  // The reason of a single line has been printed.
  if (lines_ == 1) return {kNotSaid, {}};
  return {kNotSaid,
          fmt::format(fmt::runtime(phrase(Phrase::some_not_said, language_)), not_said_, lines_)};
}

// Handles a signal, which can also arrive during the goodbye.
void UiLoop::hurry() {
  if (uses_.signals.next() == SIGINT && uses_.console.interactive() && phase_ == Phase::inside)
    uses_.console.print(uses_.style.interrupted());
  hurried_ = true;
  if (leaving_) uses_.network.send(Leave{hurried_});
  leaving_ = true;
}

std::string UiLoop::last_words() const {
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

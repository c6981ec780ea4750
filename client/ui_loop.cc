#include "client/ui_loop.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "base/overloaded.h"
#include "client/codeset.h"
#include "client/input_text.h"

namespace moonroom::client {
namespace {

using std::chrono::milliseconds;

// A faster login needs no message.
constexpr milliseconds kQuiet{500};

constexpr milliseconds kLongestWait{60'000};

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

UiLoop::UiLoop(Options options, Language language, const Dependencies& uses)
    : options_(std::move(options)),
      language_(language),
      uses_(uses),
      input_{options_.json, uses.console.interactive(), options_.classic},
      codeset_(codeset_of_environment()),
      entry_({options_.name, language, options_.classic, input_.interactive || input_.json}),
      display_({language, options_.host, !options_.classic, uses.for_programs && !options_.json,
                options_.json, options_.send.has_value()},
               uses.style, uses.console),
      prompts_(language, input_, options_.plain || options_.json,
               {uses.style, uses.people, advice_.commands(), uses.history}) {
  sources_ = {{uses_.network.descriptor(), [this] { return read_events(); }},
              {uses_.signals.descriptor(), [this] {
                 on_signal();
                 return false;
               }}};
}

Ending UiLoop::run() {
  while (entry_.phase() != Phase::over && !is_leaving_) {
    if (entry_.phase() == Phase::outside) {
      enter();
    } else if (entry_.phase() == Phase::locked) {
      unlock();
    } else if (options_.send) {
      send_and_leave();
    } else {
      read_lines();
    }
  }
  auto ending = leave();
  if (uses_.console.output_lost())
    return {kLostOutput, std::string(phrase(Phrase::output_lost, language_))};
  return ending;
}

// ── Joining ─────────────────────────────────────────────────────────────────────────────────────

void UiLoop::enter() {
  if (entry_.name().empty()) {
    display_.show(uses_.style.name_wanted());
    auto name = read_answer_to(Phrase::ask_name);
    if (!name) return;
    entry_.set_name(std::move(*name));
  }
  await_answer_to(Enter{entry_.name()});
}

void UiLoop::unlock() {
  display_.show(uses_.style.password_wanted());
  if (auto password = read_answer_to(Phrase::ask_password, true))
    await_answer_to(Unlock{std::move(*password)});
}

// Nullopt, and the client leaves, when the user enters nothing.
std::optional<std::string> UiLoop::read_answer_to(Phrase question, bool secret) {
  display_.flush();
  uses_.console.set_status({});
  uses_.console.ask(prompts_.for_answer(question, secret));
  const auto phase = entry_.phase();
  while (entry_.phase() == phase && !is_leaving_) {
    const auto line = uses_.console.read_line(sources_);
    if (!line) break;
    auto answer = read_answer(*line, input_);
    if (answer.kind == InputLine::Kind::leave) break;
    if (answer.kind == InputLine::Kind::not_understood) {
      display_.show(uses_.style.not_understood());
      display_.flush();
    }
    if (!is_blank(answer.text)) return std::move(answer.text);
  }
  is_leaving_ = true;
  return std::nullopt;
}

void UiLoop::await_answer_to(const Order& order) {
  entry_.mark_entering();
  uses_.network.send(order);
  const auto quiet_until = now() + kQuiet;
  while (entry_.phase() == Phase::entering && !is_leaving_) {
    const bool late = now() >= quiet_until;
    uses_.console.set_status(late ? phrase(Phrase::connecting, language_) : "");
    uses_.console.idle(sources_, late ? -1 : static_cast<int>(kQuiet.count()));
  }
}

// ── In the room ─────────────────────────────────────────────────────────────────────────────────

void UiLoop::read_lines() {
  uses_.console.ask(prompts_.for_lines(entry_.name(), [this] {
    display_.mark_unread();
    uses_.network.send(Mark{});
  }));
  while (is_inside()) {
    const auto line = uses_.console.read_line(sources_);
    if (line) {
      on_line(*line);
    } else if (entry_.phase() == Phase::inside) {
      is_leaving_ = true;
    }
  }
}

void UiLoop::on_line(const terminal::Line& line) {
  auto input = read_line(line, input_);
  switch (input.kind) {
    case InputLine::Kind::nothing:
      return;
    case InputLine::Kind::leave:
      is_leaving_ = true;
      return;
    case InputLine::Kind::too_long:
      lines_.mark_refused();
      display_.on(TooLong{static_cast<uint32_t>(terminal::kMaxLine), lines_.add()});
      break;
    case InputLine::Kind::not_understood:
      display_.show(uses_.style.not_understood());
      break;
    case InputLine::Kind::text:
      if (input_.interactive && !input_.json && !line.pasted && try_familiar(input.text)) break;
      if (is_inside()) say(std::move(input.text));
  }
  display_.flush();
}

// True when the line has been handled and is not for the room.
bool UiLoop::try_familiar(const std::string& line) {
  switch (advice_.check(line)) {
    case FamiliarCommand::none:
    case FamiliarCommand::perhaps:
      return false;
    case FamiliarCommand::clear:
      uses_.console.clear_screen();
      return true;
    case FamiliarCommand::leave:
      is_leaving_ = true;
      return true;
    case FamiliarCommand::names:
      say("/who");
      return true;
    case FamiliarCommand::advised:
      display_.advise(command_word(line));
      return true;
  }
  return false;
}

void UiLoop::say(std::string text) {
  const auto line = lines_.add();
  // JSON is UTF-8, and so are a terminal's keys.
  if (uses_.for_programs && !input_.json) {
    auto converted = to_utf8(text, codeset_);
    if (!converted)
      return refuse(line, "no-text",
                    fmt::format(fmt::runtime(phrase(Phrase::no_text, language_)), codeset_));
    text = std::move(*converted);
  }
  if (options_.send && is_blank(text))
    return refuse(line, "empty", std::string(phrase(Phrase::no_words, language_)));
  wait_for_turn();
  lines_.mark_sent(now());
  uses_.network.send(Say{std::move(text), line});
}

void UiLoop::refuse(uint64_t line, std::string_view why, std::string words) {
  lines_.mark_refused();
  display_.on(NotSaid{line, std::string(why), std::move(words)});
  display_.flush();
}

void UiLoop::wait_for_turn() {
  while (is_inside()) {
    const auto delay = lines_.delay(now());
    if (delay == Duration::zero()) return;
    const auto wait =
        delay ? std::min(std::chrono::ceil<milliseconds>(*delay), kLongestWait) : milliseconds(-1);
    terminal::wait_once(-1, sources_, static_cast<int>(wait.count()));
  }
}

void UiLoop::send_and_leave() {
  display_.show_messages();
  say(*options_.send);
  is_leaving_ = true;
}

// ── Leaving ─────────────────────────────────────────────────────────────────────────────────────

// Shows messages until the room confirms the goodbye. Only a program can wait long for all its
// lines to arrive, unless a signal has ended it.
Ending UiLoop::leave() {
  const bool was_inside = entry_.phase() == Phase::inside;
  if (input_.interactive && !options_.send) is_hurried_ = true;
  if (entry_.phase() != Phase::over) uses_.network.send(Leave{is_hurried_});
  is_leaving_ = true;
  while (entry_.phase() != Phase::over) terminal::wait_once(-1, sources_);
  auto ending = entry_.ending(was_inside);
  if (ending.status != kLeft || !uses_.for_programs) return ending;
  return lines_.failure(language_).value_or(std::move(ending));
}

// A signal can also arrive during the goodbye.
void UiLoop::on_signal() {
  if (uses_.signals.next() == SIGINT && input_.interactive && entry_.phase() == Phase::inside)
    uses_.console.print(uses_.style.interrupted());
  is_hurried_ = true;
  if (is_leaving_) uses_.network.send(Leave{is_hurried_});
  is_leaving_ = true;
}

// ── Events ──────────────────────────────────────────────────────────────────────────────────────

// False when no more lines are to be read.
bool UiLoop::read_events() {
  const auto phase = entry_.phase();
  if (const auto events = uses_.network.next())
    for (const auto& event : *events) on(event);
  if (uses_.network.gone()) entry_.mark_over();
  display_.flush();
  display_.show_status();
  return entry_.phase() == phase;
}

void UiLoop::on(const Event& event) {
  std::visit(Overloaded{
                 [&](const MessageReceived& it) { on(it); },
                 [&](const Connection& it) { on(it); },
                 [&](const auto& it) {
                   if constexpr (requires { lines_.on(it); }) lines_.on(it);
                   display_.on(it);
                 },
             },
             event);
  if (const auto* line = std::get_if<NotSaid>(&event)) advise_if_unknown(line->words);
}

void UiLoop::on(const MessageReceived& heard) {
  const auto printable = visible(heard);
  const auto line = line_of(printable);
  uses_.people.update(printable);
  advice_.on_line(line);
  display_.on(heard, printable);
  if (heard.only_for_you || options_.classic) advise_if_unknown(line);
}

void UiLoop::on(const Connection& connection) {
  display_.note(connection);
  if (!entry_.on(connection)) return;
  if (entry_.phase() == Phase::inside) uses_.style.called(entry_.name());
  display_.on(connection);
}

void UiLoop::advise_if_unknown(std::string_view answer) {
  if (const auto word = advice_.pop_unknown(answer)) display_.advise(*word);
}

}  // namespace moonroom::client

#include "client/ui_loop.h"

#include <chrono>
#include <utility>

#include "base/overloaded.h"
#include "client/input_text.h"

namespace moonroom::client {
namespace {

using std::chrono::milliseconds;

// A faster login needs no message.
constexpr milliseconds kQuiet{500};

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

UiLoop::UiLoop(Options options, Language language, const Dependencies& uses)
    : options_(std::move(options)),
      language_(language),
      uses_(uses),
      input_{options_.json, uses.console.interactive(), options_.classic},
      entry_({options_.name, language, options_.classic, input_.interactive || input_.json}),
      display_({language, options_.host, !options_.classic, uses.for_programs && !options_.json,
                options_.json, options_.send.has_value()},
               uses.style, uses.console),
      // JSON is UTF-8, and so are a terminal's keys.
      sender_({language, !uses.for_programs || options_.json, options_.send.has_value()},
              {uses.network, display_, entry_, sources_}),
      prompts_(language, input_, options_.plain || options_.json,
               {uses.style, uses.people, advice_.commands(), uses.history}) {
  sources_ = {{uses_.network.descriptor(), [this] { return read_events(); }},
              {uses_.signals.descriptor(), [this] {
                 on_signal();
                 return false;
               }}};
}

Ending UiLoop::run() {
  while (entry_.phase() != Phase::over && !entry_.is_leaving()) {
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
  while (entry_.phase() == phase && !entry_.is_leaving()) {
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
  entry_.mark_leaving();
  return std::nullopt;
}

void UiLoop::await_answer_to(const Order& order) {
  entry_.mark_entering();
  uses_.network.send(order);
  const auto quiet_until = now() + kQuiet;
  while (entry_.phase() == Phase::entering && !entry_.is_leaving()) {
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
  while (entry_.can_send()) {
    const auto line = uses_.console.read_line(sources_);
    if (line) {
      on_line(*line);
    } else if (entry_.phase() == Phase::inside) {
      entry_.mark_leaving();
    }
  }
}

void UiLoop::on_line(const terminal::Line& line) {
  auto input = read_line(line, input_);
  switch (input.kind) {
    case InputLine::Kind::nothing:
      return;
    case InputLine::Kind::leave:
      entry_.mark_leaving();
      return;
    case InputLine::Kind::too_long:
      sender_.refuse_too_long();
      break;
    case InputLine::Kind::not_understood:
      display_.show(uses_.style.not_understood());
      break;
    case InputLine::Kind::text:
      if (input_.interactive && !input_.json && !line.pasted && try_familiar(input.text)) break;
      if (entry_.can_send()) sender_.send(std::move(input.text));
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
      entry_.mark_leaving();
      return true;
    case FamiliarCommand::names:
      sender_.send("/who");
      return true;
    case FamiliarCommand::advised:
      display_.advise(command_word(line));
      return true;
  }
  return false;
}

void UiLoop::send_and_leave() {
  display_.show_messages();
  sender_.send(*options_.send);
  entry_.mark_leaving();
}

// ── Leaving ─────────────────────────────────────────────────────────────────────────────────────

// Shows messages until the room confirms the goodbye. Only a program can wait long for all its
// lines to arrive, unless a signal has ended it.
Ending UiLoop::leave() {
  const bool was_inside = entry_.phase() == Phase::inside;
  if (input_.interactive && !options_.send) is_hurried_ = true;
  if (entry_.phase() != Phase::over) uses_.network.send(Leave{is_hurried_});
  entry_.mark_leaving();
  while (entry_.phase() != Phase::over) terminal::wait_once(-1, sources_);
  auto ending = entry_.ending(was_inside);
  if (ending.status != kLeft || !uses_.for_programs) return ending;
  return sender_.failure().value_or(std::move(ending));
}

// A signal can also arrive during the goodbye.
void UiLoop::on_signal() {
  if (uses_.signals.next() == SIGINT && input_.interactive && entry_.phase() == Phase::inside)
    uses_.console.print(uses_.style.interrupted());
  is_hurried_ = true;
  if (entry_.is_leaving()) uses_.network.send(Leave{is_hurried_});
  entry_.mark_leaving();
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
                   sender_.on(it);
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

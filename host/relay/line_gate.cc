#include "relay/line_gate.h"

#include <chrono>
#include <utility>

#include "text/text.h"
#include "wire/classic.h"

namespace moonroom::relay {
namespace {

using LineStep = LineDecision::Kind;

// A refusal must cost less than a line.
constexpr Rate kBusyNoticeRate = {1, 1};

// A finer interval than the members' line rate would have no effect.
constexpr auto kBetweenReleases = std::chrono::milliseconds(25);

}  // namespace

LineGate::LineGate(const Parts& parts)
    : parts_(parts), rate_(parts.settings.lines), complaints_(kBusyNoticeRate) {}

bool LineGate::has_room(room::MemberId who) const {
  return !parts_.gate.is_busy() && load_.has_capacity_for(who, parts_.state.room.present());
}

LineDecision LineGate::decide_by_rate(room::MemberId who, SteadyTime now) {
  const auto pass = rate_.try_acquire(who, now);
  if (pass == Pass::yes) return {};
  return {LineStep::refuse, "too-fast",
          pass == Pass::no_and_say_so ? &parts_.state.host_messages.slow : nullptr};
}

LineDecision LineGate::decide(room::MemberId who, SteadyTime now) {
  const auto by_rate = decide_by_rate(who, now);
  if (by_rate.kind != LineStep::submit || has_room(who)) return by_rate;
  const bool is_told = complaints_.try_acquire(who, now) == Pass::yes;
  return {LineStep::refuse, "busy", is_told ? &parts_.state.host_messages.busy : nullptr};
}

LineDecision LineGate::decide_acknowledged(const IncomingLine& line, SteadyTime now) {
  const auto& host_messages = parts_.state.host_messages;
  if (line.text.size() > wire::kMaxRequest)
    return {LineStep::refuse, "too-long", &host_messages.too_long};
  const bool waits = deferred_.contains(line.who) || !has_room(line.who);
  const auto pass = waits ? Pass::no : rate_.try_acquire(line.who, now);
  if (pass == Pass::yes) return {};
  return {LineStep::defer, {}, pass == Pass::no_and_say_so ? &host_messages.held : nullptr};
}

void LineGate::receive(const IncomingLine& line, const Turn& turn) {
  const auto decision = decide(line.who, turn.now.steady);
  if (decision.kind == LineStep::submit) return submit(line, turn);
  ++(decision.why == "busy" ? parts_.stats.overloaded : parts_.stats.rate_limited);
  refuse(line, decision, turn);
}

void LineGate::receive_acknowledged(const IncomingLine& line, const Turn& turn) {
  const auto decision = decide_acknowledged(line, turn.now.steady);
  if (decision.kind == LineStep::submit) return submit(line, turn);
  if (decision.kind == LineStep::refuse) {
    ++parts_.stats.refused;
    return refuse(line, decision, turn);
  }
  if (decision.words) parts_.replies.tell(line.who, *decision.words, turn);
  if (deferred_.defer(line.who,
                      {room::MessageEvent{line.who, std::string(line.text), 0, line.number}}))
    return;
  ++parts_.stats.rate_limited;
  refuse(line, {LineStep::refuse, "too-fast", &parts_.state.host_messages.slow}, turn);
}

void LineGate::refuse_too_long(room::MemberId who, const Turn& turn) {
  auto decision = decide_by_rate(who, turn.now.steady);
  const bool is_in_time = decision.kind == LineStep::submit;
  if (is_in_time) decision = {LineStep::refuse, "too-long", &parts_.state.host_messages.too_long};
  ++(is_in_time ? parts_.stats.refused : parts_.stats.rate_limited);
  refuse({who, {}, 0}, decision, turn);
}

bool LineGate::defer_leave(room::MemberId who) {
  return deferred_.contains(who) && deferred_.defer(who, {});
}

void LineGate::submit(const IncomingLine& line, const Turn& turn) {
  auto& state = parts_.state;
  const auto muted_for = state.sanctions.muted_for(*state.room.find(line.who), turn.now.trusted);
  if (muted_for > Duration::zero()) {
    ++parts_.stats.refused;
    const auto words = room::with_length(state.host_messages, state.host_messages.muted, muted_for);
    return refuse(line, {LineStep::refuse, "muted", &words}, turn);
  }
  auto& saying = std::get<room::MessageEvent>(event_);
  saying.who = line.who;
  text::make_visible(line.text, saying.text);
  ++state.lines_said;
  saying.number = parts_.gate.next_line_number();
  saying.line = line.number;
  load_.enqueued(line.who, turn.now.steady);
  parts_.gate.submit(event_, turn.now);
}

void LineGate::refuse(const IncomingLine& line, const LineDecision& decision, const Turn& turn) {
  if (line.number != 0) parts_.state.room.ack_line(line.who, line.number);
  parts_.replies.refuse_line(line.who, line.number, decision.why,
                             decision.words ? std::string_view(*decision.words) : "", turn);
}

std::vector<room::MemberId> LineGate::release(const Turn& turn) {
  std::vector<room::MemberId> leaving;
  if (deferred_.empty() || turn.now.steady < next_release_) return leaving;
  next_release_ = turn.now.steady + kBetweenReleases;
  const auto released = deferred_.release([&](room::MemberId who) {
    return has_room(who) && rate_.try_acquire(who, turn.now.steady) == Pass::yes;
  });
  for (const auto& [who, held] : released) {
    const auto* member = parts_.state.room.find(who);
    if (!member || member->stage != room::Stage::present) continue;
    if (held.saying)
      submit({who, held.saying->text, held.saying->line}, turn);
    else
      leaving.push_back(who);
  }
  return leaving;
}

Duration LineGate::on_judged(room::MemberId who, SteadyTime now) {
  return load_.dequeued(who, now);
}

void LineGate::forget(room::MemberId who) {
  rate_.forget(who);
  deferred_.forget(who);
  load_.forget(who);
  complaints_.forget(who);
}

std::optional<SteadyTime> LineGate::next_due() const {
  return deferred_.empty() ? std::nullopt : std::optional(next_release_);
}

}  // namespace moonroom::relay

#include "relay/line_gate.h"

#include <chrono>
#include <utility>

#include "wire/classic.h"
#include "wire/text.h"

namespace moonroom::relay {
namespace {

using LineStep = LineDecision::Kind;

// Refusing must cost less than saying.
constexpr Rate kComplaints = {1, 1};

// Finer than the rate at which a member may speak needs no clock.
constexpr auto kBetweenReleases = std::chrono::milliseconds(25);

}  // namespace

LineGate::LineGate(const Parts& parts)
    : parts_(parts), rate_(parts.settings.lines), complaints_(kComplaints) {}

bool LineGate::has_room(room::MemberId who) const {
  return !parts_.gate.is_busy() && load_.has_room_for(who, parts_.state.room.present());
}

LineDecision LineGate::decide(room::MemberId who, SteadyTime now) {
  const auto& phrases = parts_.state.phrases;
  const auto pass = rate_.take(who, now);
  if (pass != Pass::yes)
    return {LineStep::refuse, "too-fast", pass == Pass::no_and_say_so ? &phrases.slow : nullptr};
  if (has_room(who)) return {};
  const bool is_told = complaints_.take(who, now) == Pass::yes;
  return {LineStep::refuse, "busy", is_told ? &phrases.busy : nullptr};
}

LineDecision LineGate::decide_acknowledged(const IncomingLine& line, SteadyTime now) {
  const auto& phrases = parts_.state.phrases;
  if (line.text.size() > wire::kMaxRequest)
    return {LineStep::refuse, "too-long", &phrases.too_long};
  const bool waits = deferred_.holds(line.who) || !has_room(line.who);
  const auto pass = waits ? Pass::no : rate_.take(line.who, now);
  if (pass == Pass::yes) return {};
  return {LineStep::defer, {}, pass == Pass::no_and_say_so ? &phrases.held : nullptr};
}

void LineGate::receive(const IncomingLine& line, const Turn& turn) {
  const auto decision = decide(line.who, turn.now.steady);
  if (decision.kind == LineStep::submit) return submit(line, turn);
  ++(decision.why == "busy" ? parts_.stats.shed : parts_.stats.slowed);
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
  if (deferred_.hold(line.who, {room::Saying{line.who, std::string(line.text), 0, line.number}}))
    return;
  ++parts_.stats.slowed;
  refuse(line, {LineStep::refuse, "too-fast", &parts_.state.phrases.slow}, turn);
}

bool LineGate::check_rate(room::MemberId who, const Turn& turn) {
  const auto pass = rate_.take(who, turn.now.steady);
  if (pass == Pass::yes) return true;
  ++parts_.stats.slowed;
  if (pass == Pass::no_and_say_so) parts_.replies.tell(who, parts_.state.phrases.slow, turn);
  return false;
}

bool LineGate::defer_leave(room::MemberId who) {
  return deferred_.holds(who) && deferred_.hold(who, {});
}

void LineGate::submit(const IncomingLine& line, const Turn& turn) {
  auto& state = parts_.state;
  const auto muted_for = state.penalties.muted_for(*state.room.find(line.who), turn.now.trusted);
  if (muted_for > Duration::zero()) {
    ++parts_.stats.refused;
    const auto words = room::with_length(state.phrases, state.phrases.muted, muted_for);
    return refuse(line, {LineStep::refuse, "muted", &words}, turn);
  }
  auto& saying = std::get<room::Saying>(event_);
  saying.who = line.who;
  wire::make_visible(line.text, saying.text);
  ++state.lines_said;
  saying.number = parts_.gate.next_line_number();
  saying.line = line.number;
  load_.took_line_of(line.who, turn.now.steady);
  parts_.gate.submit(event_, turn.now);
}

void LineGate::refuse(const IncomingLine& line, const LineDecision& decision, const Turn& turn) {
  if (line.number != 0) parts_.state.room.had_line(line.who, line.number);
  parts_.replies.refuse_line(line.who, line.number, decision.why,
                             decision.words ? std::string_view(*decision.words) : "", turn);
}

std::vector<room::MemberId> LineGate::release(const Turn& turn) {
  std::vector<room::MemberId> leaving;
  if (deferred_.empty() || turn.now.steady < next_release_) return leaving;
  next_release_ = turn.now.steady + kBetweenReleases;
  const auto released = deferred_.release([&](room::MemberId who) {
    return has_room(who) && rate_.take(who, turn.now.steady) == Pass::yes;
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
  return load_.said_line_of(who, now);
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

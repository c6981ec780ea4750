#include "relay/replies.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "text/text.h"
#include "wire/classic.h"
#include "wire/sealed.h"

namespace moonroom::relay {
namespace {

wire::Welcome welcome_for(const room::Member& member, const Settings& settings, size_t present) {
  wire::Welcome welcome{member.token, member.last_line};
  if (member.capabilities.version < 2) return welcome;
  const auto rate = settings.lines.value_or(Rate{});
  welcome.limits = wire::LineLimits{rate.per_second, rate.burst};
  welcome.judged = member.ticket->acked_lines;
  welcome.present = present;
  return welcome;
}

void send(const wire::SessionAnswer& answer, const wire::Endpoint& to, const Turn& turn) {
  turn.out.send(wire::encode(answer), to);
}

}  // namespace

void Replies::welcome(const room::Member& member, const Turn& turn) const {
  if (!member.ticket) {
    const auto words = state_.host_messages.classic.welcome_of(member.name);
    return send_text(words, member.connection, turn);
  }
  send(welcome_for(member, settings_, state_.room.present()), member.connection.endpoint, turn);
  const auto left = state_.sanctions.muted_for(member, turn.now.trusted);
  if (left > WallTime::duration::zero()) send_mute_state(member, left, turn);
}

void Replies::send_mute_state(const room::Member& member, WallTime::duration left,
                              const Turn& turn) const {
  if (!member.capabilities.mutes) return;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
  const auto shown = std::clamp<int64_t>(seconds, 0, wire::kMaxMutedSeconds);
  send(wire::Muted{static_cast<uint64_t>(shown)}, member.connection.endpoint, turn);
}

void Replies::send_text(std::string_view words, const wire::Connection& to,
                        const Turn& turn) const {
  turn.out.send(wire::in_line_form(words, to.newline_framing), to.endpoint);
}

void Replies::refuse(std::string_view why, const wire::Connection& to, const Turn& turn) const {
  if (to.is_sealed()) return send(wire::Refusal{text::visible(why)}, to.endpoint, turn);
  send_text(wire::reason(why, state_.host_messages.classic), to, turn);
}

void Replies::lock(std::string_view why, const wire::Connection& to, const Turn& turn) const {
  if (!to.is_sealed()) return refuse(why, to, turn);
  send(wire::Locked{text::visible(why)}, to.endpoint, turn);
}

void Replies::end(const wire::Connection& to, wire::Parting why, const Turn& turn) const {
  if (!to.is_sealed()) return send_text(state_.host_messages.classic.end, to, turn);
  send(wire::End{}, to.endpoint, turn);
  turn.out.close(to.endpoint.session, why);
}

void Replies::refuse_return(const wire::Connection& to, const Turn& turn) const {
  send(wire::Gone{}, to.endpoint, turn);
}

// A client that receives this resumes at once; others learn it when they next send.
void Replies::expire_session(wire::Endpoint where, const Turn& turn) const {
  if (where.session == 0) return;
  const auto hint = wire::hint(std::exchange(where.session, 0));
  turn.out.send(std::string_view(hint.data(), hint.size()), where);
}

void Replies::tell(room::MemberId who, std::string_view words, const Turn& turn) const {
  const auto* member = state_.room.find(who);
  if (!member || member->stage != room::Stage::present) return;
  delivery_.tell(text::visible(words), *member, turn.out);
}

void Replies::refuse_line(room::MemberId who, uint64_t line, std::string_view why,
                          std::string_view words, const Turn& turn) const {
  const auto* author = state_.room.find(who);
  if (!author || !author->is_reachable()) return;
  if (line == 0 || author->capabilities.version < 2) {
    if (!words.empty()) tell(who, words, turn);
    return;
  }
  const auto shown = text::visible(words);
  send(wire::LineRefused{line, why, shown}, author->connection.endpoint, turn);
}

void Replies::confirm_line(const room::Member& author, uint64_t line, uint64_t entry,
                           const std::optional<std::string>& changed, const Turn& turn) const {
  if (!author.is_reachable() || !author.capabilities.answers) return;
  send(wire::LineSaid{line, entry, changed}, author.connection.endpoint, turn);
}

}  // namespace moonroom::relay

#include "relay/admission.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace moonroom::relay {
namespace {

using Kind = LoginDecision::Kind;

Rate times(const Rate& rate, double factor) {
  return {rate.per_second * factor, rate.burst * factor};
}

std::optional<wire::SourceRates> rates_of(const std::optional<Rate>& of_source) {
  if (!of_source) return std::nullopt;
  return wire::SourceRates{*of_source, times(*of_source, 4), times(*of_source, 40),
                           times(*of_source, 4)};
}

}  // namespace

Admission::Admission(const Parts& parts) : parts_(parts), rate_(rates_of(parts.settings.logins)) {}

LoginDecision Admission::decide(const room::Login& login, const wire::Connection& from,
                                Moment now) {
  const auto& at = from.endpoint;
  if (parts_.probes.contains(at, login.name)) return {Kind::ignore};
  if (auto limited = check_rate(at, now.steady)) return *std::move(limited);
  if (auto why = find_refusal(login, at, now); !why.empty()) return {Kind::refuse, std::move(why)};
  const auto& host_messages = parts_.state.host_messages;
  if (parts_.passwords.is_locked(at))
    return {Kind::lock, parts_.passwords.reason(at, host_messages)};
  if (parts_.gate.is_busy()) return {Kind::refuse, host_messages.busy};
  if (is_full(login)) return {Kind::refuse, host_messages.full};
  if (parts_.challenge.is_required(at) && login.replaces == 0) return {Kind::challenge};
  return {needs_probe(login, now.steady) ? Kind::probe : Kind::admit};
}

std::optional<LoginDecision> Admission::check_rate(const wire::Endpoint& from, SteadyTime now) {
  const auto pass = rate_.try_acquire(from.address, now);
  if (pass == Pass::yes) return std::nullopt;
  ++parts_.stats.rate_limited;
  // A session client does not retry by itself.
  if (pass == Pass::no_and_say_so || from.can_resume())
    return LoginDecision{Kind::limit, parts_.state.host_messages.too_many_logins};
  return LoginDecision{Kind::ignore};
}

std::string Admission::find_refusal(const room::Login& login, const wire::Endpoint& from,
                                    Moment now) const {
  auto banned = ban_in_words(login.name, from.address, now);
  if (!banned.empty()) return banned;
  return parts_.challenge.is_over_quota(from) ? parts_.state.host_messages.crowded : std::string();
}

std::string Admission::ban_in_words(std::string_view name, const wire::Address& from,
                                    Moment now) const {
  const auto* ban = parts_.state.sanctions.find_ban(name, from, now.trusted);
  if (!ban) return {};
  const auto& host_messages = parts_.state.host_messages;
  return room::with_reason(
      host_messages,
      room::with_length(host_messages, host_messages.banned, ban->until - now.trusted),
      ban->ban.reason);
}

// A member who changes their name frees a seat first.
bool Admission::is_full(const room::Login& login) const {
  const size_t own = login.replaces != 0 ? 1 : 0;
  return parts_.state.room.seats() - own >= parts_.settings.max_members;
}

bool Admission::needs_probe(const room::Login& login, SteadyTime now) const {
  const auto* holder = parts_.state.room.find(login.clash.holder);
  // A member without an answer must not receive anything before it, not even a probe. For members
  // in sessions, the session itself shows whether they are alive.
  if (!holder || holder->id == login.replaces || holder->stage != room::Stage::present ||
      holder->can_resume())
    return false;
  const auto since = parts_.probes.probed_at(holder->id, now);
  return !since || now - *since < kProbeTimeout;
}

void Admission::login(room::Login login, const wire::Connection& from, const Turn& turn) {
  const auto decision = decide(login, from, turn.now);
  if (decision.kind == Kind::ignore) return;
  if (decision.kind == Kind::limit) return parts_.replies.refuse(decision.why, from, turn);
  parts_.probes.forget(from.endpoint);
  if (decision.kind == Kind::refuse || decision.kind == Kind::lock) {
    ++parts_.stats.refused;
    if (decision.kind == Kind::lock) return parts_.replies.lock(decision.why, from, turn);
    return parts_.replies.refuse(decision.why, from, turn);
  }
  if (login.replaces != 0)
    parts_.membership.begin_leave(login.replaces, room::LeaveReason::replaced, turn.now);
  if (decision.kind == Kind::challenge) return parts_.challenge.begin(login, from, turn);
  if (decision.kind == Kind::probe) return probe(login, from, turn);
  const auto problem = login.is_name() ? room::NameConflict::none : login.clash.conflict;
  parts_.membership.join({from, std::move(login.name), 0, {}, problem}, turn.now);
}

void Admission::probe(const room::Login& login, const wire::Connection& from, const Turn& turn) {
  const auto& holder = *parts_.state.room.find(login.clash.holder);
  auto since = parts_.probes.probed_at(holder.id, turn.now.steady);
  if (!since) {
    since = turn.now.steady;
    parts_.probes.note_probe(holder.id, *since);
    turn.out.send(std::string_view(), holder.connection.endpoint);
  }
  parts_.probes.add(
      {from, login.name, holder.id, *since + kProbeTimeout, room::NameConflict::none});
}

void Admission::leave(const wire::Connection& from, room::MemberId who, const Turn& turn) {
  parts_.probes.forget(from.endpoint);
  // A request from a non-member costs an answer, so it is limited like a login.
  if (who == 0 && rate_.try_acquire(from.endpoint.address, turn.now.steady) != Pass::yes) {
    ++parts_.stats.rate_limited;
    return;
  }
  parts_.replies.end(from, wire::Parting::done, turn);
  parts_.membership.forget(from);
  if (who != 0) parts_.membership.begin_leave(who, room::LeaveReason::quit, turn.now);
}

void Admission::submit_unanswered(Moment now) {
  for (auto& login : parts_.probes.take_expired(now.steady))
    parts_.membership.join(std::move(login), now);
}

void Admission::refuse_pending(const Turn& turn) {
  for (const auto& login : parts_.probes.take_expired(SteadyTime::max()))
    parts_.replies.refuse(parts_.state.host_messages.closing, login.from, turn);
}

}  // namespace moonroom::relay

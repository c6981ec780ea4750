#include "relay/session_frontend.h"

#include <utility>
#include <variant>

#include "base/overloaded.h"

namespace moonroom::relay {

void SessionFrontend::receive(const wire::Datagram& in, const Turn& turn) {
  ++parts_.stats.received;
  const auto request = wire::decode_session_request(in.bytes);
  if (!request) {
    ++parts_.stats.malformed;
    return;
  }
  parts_.state.room.mark_seen(in.from, turn.now);
  const wire::Connection peer{in.from};
  std::visit(Overloaded{
                 [&](const wire::Capabilities& it) {
                   parts_.membership.set_capabilities(in.from.session, it);
                 },
                 [&](const wire::Password& it) {
                   parts_.passwords.try_word(it.word, in.from, turn.now.steady);
                 },
                 [&](const wire::ComeIn& it) { join(it.name, peer, turn); },
                 [&](const wire::ComeBack& it) { parts_.resumption.request(it, peer, turn); },
                 [&](const wire::Say& it) { speak(it, in.from, turn); },
                 [&](const wire::Leave&) { leave(peer, turn); },
             },
             *request);
}

void SessionFrontend::join(std::string_view name, const wire::Connection& from, const Turn& turn) {
  auto intent = parts_.state.room.interpret(from.endpoint, {wire::Verb::login, name, {}, false});
  if (const auto* here = std::get_if<room::RepeatedLogin>(&intent))
    return parts_.replies.welcome(*parts_.state.room.find(here->who), turn);
  if (auto* login = std::get_if<room::Login>(&intent))
    parts_.admission.login(std::move(*login), from, turn);
}

void SessionFrontend::speak(const wire::Say& line, const wire::Endpoint& from, const Turn& turn) {
  const auto* author = parts_.state.room.at(from);
  if (!author || author->stage != room::Stage::present) {
    ++parts_.stats.from_non_members;
    return;
  }
  // After a break, a client repeats the lines that have no answer.
  if (!parts_.state.room.accept_line(author->id, line.line)) return;
  parts_.lines.receive_acknowledged({author->id, line.text, line.line}, turn);
}

void SessionFrontend::leave(const wire::Connection& from, const Turn& turn) {
  const auto* member = parts_.state.room.at(from.endpoint);
  if (member && parts_.lines.defer_leave(member->id)) return;
  parts_.admission.leave(from, member ? member->id : 0, turn);
}

void SessionFrontend::release(const Turn& turn) {
  for (const auto who : parts_.lines.release(turn))
    if (const auto* member = parts_.state.room.find(who))
      parts_.admission.leave(member->connection, who, turn);
}

}  // namespace moonroom::relay

#include "relay/text_frontend.h"

#include <utility>
#include <variant>

#include "base/overloaded.h"
#include "wire/classic.h"

namespace moonroom::relay {

void TextFrontend::receive(const wire::Datagram& in, const Turn& turn) {
  auto& stats = parts_.stats;
  ++stats.received;
  if (!is_welcome(in.from)) {
    ++stats.text_not_allowed;
    return;
  }
  if (in.truncated || in.bytes.size() > wire::kMaxRequest) return refuse_long_line(in.from, turn);
  const auto request = wire::decode(in.bytes, parts_.state.host_messages.classic);
  if (!request) {
    // No answer: the sender's address can be forged, or a person types "test" before their login.
    ++stats.malformed;
    return;
  }
  if (parts_.challenge.handle(*request, in.from, turn)) return;
  parts_.state.room.mark_seen(in.from, turn.now);
  handle(*request, in.from, turn);
}

void TextFrontend::handle(const wire::Request& request, const wire::Endpoint& from,
                          const Turn& turn) {
  const wire::Connection peer{from, request.newline_framing};
  auto intent = parts_.state.room.interpret(from, request);
  std::visit(
      Overloaded{
          [&](room::Login& login) { parts_.admission.login(std::move(login), peer, turn); },
          [&](room::RepeatedLogin& here) {
            parts_.replies.welcome(*parts_.state.room.find(here.who), turn);
          },
          [&](room::Speak& line) {
            parts_.lines.receive({line.who, line.text, 0}, turn);
          },
          [&](room::LeaveEvent& leaving) { parts_.admission.leave(peer, leaving.who, turn); },
          [&](room::None&) {
            if (request.verb == wire::Verb::quit) parts_.admission.leave(peer, 0, turn);
            if (request.verb == wire::Verb::chat) ++parts_.stats.from_non_members;
          },
      },
      intent);
}

bool TextFrontend::is_welcome(const wire::Endpoint& from) const {
  if (parts_.settings.classic == Classic::off) return false;
  return parts_.settings.classic == Classic::open || from.address.is_local();
}

void TextFrontend::refuse_long_line(const wire::Endpoint& from, const Turn& turn) {
  const auto* member = parts_.state.room.at(from);
  if (!member) {
    ++parts_.stats.malformed;
    return;
  }
  parts_.lines.refuse_too_long(member->id, turn);
}

}  // namespace moonroom::relay

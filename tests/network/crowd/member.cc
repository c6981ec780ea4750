#include "network/crowd/member.h"

#include <fmt/format.h>

#include <utility>

#include "network/crowd/session_member.h"
#include "network/crowd/text_member.h"

namespace moonroom::network {

std::string name_of(uint32_t member) {
  return fmt::format("m{:04}", member);
}

Result<std::unique_ptr<Member>> invite(Protocol protocol, uint32_t number,
                                       const wire::Endpoint& host, Fates& fates, Moment now) {
  auto socket = net::UdpSocket::connect(host);
  if (!socket) return tl::unexpected(socket.error());
  if (protocol == Protocol::text)
    return std::make_unique<TextMember>(number, std::move(*socket), fates, now);
  return std::make_unique<SessionMember>(number, std::move(*socket), host, fates, now);
}

}  // namespace moonroom::network

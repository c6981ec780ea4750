#include "net/outgoing.h"

namespace moonroom::net {

std::span<mmsghdr> Outgoing::fill(const wire::Outbox& outbox,
                                  std::span<const wire::Outbox::Delivery> deliveries, int family,
                                  Source source) {
  for (size_t i = 0; i < deliveries.size(); ++i) {
    const auto& [to, text] = deliveries[i];
    const auto bytes = outbox.bytes(deliveries[i]);
    // The kernel reads these bytes only; its interface predates const.
    vectors_[i] = {const_cast<char*>(bytes.data()), bytes.size()};
    addresses_[i] = to_sockaddr(to, family);
    msghdr& header = headers_[i].msg_hdr;
    header = {};
    header.msg_name = addresses_[i].get();
    header.msg_namelen = addresses_[i].size;
    header.msg_iov = &vectors_[i];
    header.msg_iovlen = 1;
    if (source == Source::as_written_to && !to.via.is_any())
      leave_from(to.via, family, infos_[i], header);
  }
  return std::span(headers_).first(deliveries.size());
}

}  // namespace moonroom::net

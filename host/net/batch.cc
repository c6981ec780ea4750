#include "net/batch.h"

namespace moonroom::net {

Batch::Batch() : slots_(std::make_unique<std::array<Slot, kDatagrams>>()) {
  datagrams_.reserve(kDatagrams);
}

// The kernel overwrites lengths, so they are set anew for each receive.
void Batch::prepare() {
  datagrams_.clear();
  for (size_t i = 0; i < kDatagrams; ++i) {
    Slot& slot = (*slots_)[i];
    slot.vector = {slot.bytes.data(), slot.bytes.size()};
    msghdr& header = headers_[i].msg_hdr;
    header = {};
    header.msg_name = slot.from.get();
    header.msg_namelen = sizeof slot.from.v6;
    header.msg_iov = &slot.vector;
    header.msg_iovlen = 1;
    header.msg_control = slot.info.bytes.data();
    header.msg_controllen = slot.info.bytes.size();
  }
}

wire::Datagram Batch::datagram(size_t place) {
  Slot& slot = (*slots_)[place];
  msghdr& header = headers_[place].msg_hdr;
  auto from = to_endpoint(slot.from);
  from.via = arrived_at(header);
  const bool truncated = (header.msg_flags & MSG_TRUNC) != 0;
  return {from, {slot.bytes.data(), headers_[place].msg_len}, truncated};
}

}  // namespace moonroom::net

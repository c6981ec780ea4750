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
    header.msg_name = &slot.from;
    header.msg_namelen = sizeof slot.from;
    header.msg_iov = &slot.vector;
    header.msg_iovlen = 1;
    header.msg_control = slot.control.data();
    header.msg_controllen = slot.control.size();
  }
}

}  // namespace moonroom::net

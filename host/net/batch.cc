#include "net/batch.h"

namespace moonroom::net {

Batch::Batch(size_t slots, size_t bytes_each)
    : bytes_each_(bytes_each),
      bytes_(std::make_unique_for_overwrite<char[]>(slots * bytes_each)),
      slots_(slots),
      headers_(slots) {
  datagrams_.reserve(slots);
}

// The kernel overwrites lengths, so they are reset before each receive.
void Batch::prepare() {
  datagrams_.clear();
  for (size_t i = 0; i < slots_.size(); ++i) {
    Slot& slot = slots_[i];
    slot.vector = {&bytes_[i * bytes_each_], bytes_each_};
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

void Batch::add(size_t place, const wire::Endpoint* mark) {
  msghdr& header = headers_[place].msg_hdr;
  auto from = to_endpoint(slots_[place].from);
  from.via = arrived_at(header);
  if (mark) {
    from.via_port = mark->port;
    if (from.via.is_any()) from.via = mark->address;
  }
  const bool truncated = (header.msg_flags & MSG_TRUNC) != 0;
  const wire::Datagram datagram{
      from, {&bytes_[place * bytes_each_], headers_[place].msg_len}, truncated};
  const auto size = bytes_each_ == kMergedBytes ? merged_size(header) : 0;
  if (size == 0 || datagram.bytes.size() <= size)
    datagrams_.push_back(datagram);
  else
    split_merged(datagram, size);
}

void Batch::split_merged(const wire::Datagram& merged, size_t size) {
  for (size_t begin = 0; begin < merged.bytes.size(); begin += size) {
    auto one = merged;
    one.bytes = merged.bytes.substr(begin, size);
    one.truncated = merged.truncated && begin + size >= merged.bytes.size();
    datagrams_.push_back(one);
  }
}

}  // namespace moonroom::net

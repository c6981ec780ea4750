#include "net/outgoing.h"

#include <algorithm>

namespace moonroom::net {
namespace {

using Deliveries = std::span<const wire::Outbox::Delivery>;

// With a single text, no destination has two datagrams to merge.
bool has_several_texts(Deliveries deliveries) {
  return std::ranges::any_of(deliveries, [&](const auto& delivery) {
    return delivery.text.offset != deliveries.front().text.offset;
  });
}

}  // namespace

void Outgoing::begin(const wire::Outbox& outbox, Merging merging) {
  outbox_ = &outbox;
  const auto deliveries = outbox.deliveries();
  merging_ = merging == Merging::yes && has_several_texts(deliveries);
  if (merging_) by_destination_.arrange(deliveries);
  place_ = deliveries.empty() ? ByDestination::kNone : 0;
  destination_ = 0;
}

std::span<mmsghdr> Outgoing::next() {
  messages_used_ = datagrams_used_ = 0;
  while (place_ != ByDestination::kNone && messages_used_ < kMessages &&
         datagrams_used_ < kDatagrams)
    add_message();
  return std::span(messages_).first(messages_used_);
}

void Outgoing::add_message() {
  const auto deliveries = outbox_->deliveries();
  const auto& first = deliveries[place_];
  auto& header = messages_[messages_used_].msg_hdr;
  address(header, messages_used_, first.to);
  bytes_ = 0;
  add_datagram(header);
  if (merging_) {
    auto next = by_destination_.next(place_);
    // A shorter datagram ends the message.
    while (next != ByDestination::kNone && deliveries[place_].text.size == first.text.size &&
           may_join(header, deliveries[next])) {
      place_ = next;
      add_datagram(header);
      next = by_destination_.next(place_);
    }
    if (header.msg_iovlen > 1)
      cut_up(static_cast<uint16_t>(first.text.size), infos_[messages_used_], header);
  }
  ++messages_used_;
  advance();
}

bool Outgoing::may_join(const msghdr& header, const Delivery& next) const {
  const size_t size = header.msg_iov->iov_len;
  return next.text.size > 0 && next.text.size <= size && header.msg_iovlen < kMaxMerged &&
         bytes_ + next.text.size <= kMaxBytes && datagrams_used_ < kDatagrams &&
         next.to.via == outbox_->deliveries()[place_].to.via;
}

void Outgoing::address(msghdr& header, size_t slot, const wire::Endpoint& to) {
  addresses_[slot] = to_sockaddr(to, family_);
  header = {};
  header.msg_name = addresses_[slot].get();
  header.msg_namelen = addresses_[slot].size;
  header.msg_iov = &datagrams_[datagrams_used_];
  if (source_ == Source::as_written_to && !to.via.is_any())
    leave_from(to.via, family_, infos_[slot], header);
}

void Outgoing::add_datagram(msghdr& header) {
  const auto bytes = outbox_->bytes(outbox_->deliveries()[place_]);
  // The kernel only reads these bytes; its interface predates const.
  datagrams_[datagrams_used_++] = {const_cast<char*>(bytes.data()), bytes.size()};
  ++header.msg_iovlen;
  bytes_ += bytes.size();
}

void Outgoing::advance() {
  if (!merging_) {
    place_ = place_ + 1 < outbox_->deliveries().size() ? place_ + 1 : ByDestination::kNone;
    return;
  }
  place_ = by_destination_.next(place_);
  if (place_ == ByDestination::kNone && ++destination_ < by_destination_.destinations())
    place_ = by_destination_.first(destination_);
}

mmsghdr Outgoing::single(const mmsghdr& message, size_t which) {
  auto alone = message;
  alone.msg_hdr.msg_iov += which;
  alone.msg_hdr.msg_iovlen = 1;
  if (datagrams_in(message) > 1) keep_whole(alone.msg_hdr);
  return alone;
}

}  // namespace moonroom::net

#include "link/send_window.h"

#include <algorithm>
#include <bit>

#include "link/timing.h"

namespace moonroom::link {

namespace {

constexpr uint32_t kAckBits = 64;

uint32_t last_bit(uint64_t bits) {
  return 63 - static_cast<uint32_t>(std::countl_zero(bits));
}

}  // namespace

void SendWindow::queue(const SharedBuffer& body) {
  uint8_t place = 0;
  do fragments_.next_slot() = {body, {}, 0, place};
  while (!is_last_fragment(body, place++));
}

Fragment SendWindow::next_fragment() const {
  const auto& piece = fragments_[sent_];
  return {next(), is_last_fragment(piece.body, piece.place),
          fragment_bytes(piece.body, piece.place)};
}

void SendWindow::mark_sent(const SentInfo& departure) {
  auto& piece = fragments_[sent_++];
  piece.sent_at = departure.at;
  piece.packet = departure.packet;
  piece.asked = departure.asked;
  piece.probe = departure.probe;
}

void SendWindow::ack_all() {
  base_ = next();
  fragments_.clear();
  sent_ = acknowledged_ = lost_ = repeated_ = 0;
}

bool SendWindow::is_possible(const Ack& ack) const {
  if (ack.next == 0 || ack.next > next()) return false;
  return ack.bits == 0 || uint64_t{ack.next} + 1 + last_bit(ack.bits) < next();
}

SendWindow::AckResult SendWindow::acknowledge(const Ack& ack, SteadyTime now, Duration least) {
  AckResult news;
  for (; base_ < ack.next; drop_acknowledged())
    acknowledge_one(fragments_.front(), now, least, news);
  for (auto bits = ack.bits; bits != 0; bits &= bits - 1) {
    const auto number = ack.next + 1 + static_cast<uint32_t>(std::countr_zero(bits));
    if (number >= base_) acknowledge_one(fragments_[number - base_], now, least, news);
  }
  drop_acknowledged();
  unreported_from_ = std::max(unreported_from_, ack.next + 1 + kAckBits);
  return news;
}

void SendWindow::acknowledge_one(InFlight& piece, SteadyTime now, Duration least, AckResult& news) {
  if (piece.acknowledged) return;
  piece.acknowledged = true;
  ++acknowledged_;
  if (piece.lost) --lost_;
  if (piece.repeated) --repeated_;
  piece.lost = false;
  ++news.fragments;
  news.bytes += framed_size(piece.body, piece.place) - kFragmentHead;
  news.certain |= !piece.repeated;
  if (!piece.repeated) news.certain_packet = std::max(news.certain_packet, piece.packet);
  news.probe |= piece.probe && !piece.repeated;
  piece.body = SharedBuffer();
  // An answer that came too soon belongs to an earlier transmission.
  if (piece.repeated && now - piece.sent_at < least) return;
  arrived_ = std::max(arrived_, piece.packet);
  measure(piece, now, news);
}

void SendWindow::measure(const InFlight& piece, SteadyTime now, AckResult& news) {
  if (piece.packet < news.packet) return;
  if (piece.packet > news.packet) news.round_trip.reset();
  news.packet = piece.packet;
  if (piece.asked && !piece.repeated) news.round_trip = now - piece.sent_at;
}

void SendWindow::drop_acknowledged() {
  // The body has been freed already; the slot is reused.
  while (sent_ > 0 && fragments_.front().acknowledged) {
    fragments_.leave_front();
    --sent_;
    ++base_;
    --acknowledged_;
  }
}

SendWindow::Losses SendWindow::find_lost(SteadyTime now, Duration reordering) {
  Losses losses{0, 0, kNever};
  if (!may_have_lost()) return losses;
  const auto known = reported();
  for (size_t i = 0; i < known; ++i) {
    const auto& piece = fragments_[i];
    if (piece.acknowledged || piece.lost || piece.packet >= arrived_) continue;
    if (piece.sent_at + reordering > now) {
      losses.next = std::min(losses.next, piece.sent_at + reordering);
      continue;
    }
    mark(i);
    ++losses.found;
    losses.packet = std::max(losses.packet, piece.packet);
  }
  return losses;
}

// Skips the search in the usual case: without retransmissions, packets increase with the fragment
// numbers.
bool SendWindow::may_have_lost() const {
  return sent_ > 0 && (repeated_ != 0 || fragments_.front().packet < arrived_);
}

size_t SendWindow::reported() const {
  return unreported_from_ <= base_ ? 0 : std::min<size_t>(sent_, unreported_from_ - base_);
}

uint32_t SendWindow::suspect(SteadyTime before) {
  constexpr size_t kRoom = kFragmentHead + kFragmentBytes;
  size_t taken = 0;
  uint32_t packet = 0;
  for (size_t i = 0; i < sent_; ++i) {
    const auto& piece = fragments_[i];
    if (piece.acknowledged) continue;
    if (packet == 0) packet = piece.packet;
    if (i != 0 && piece.sent_at > before) return packet;
    taken += framed_size(piece.body, piece.place);
    if (taken > kRoom) return packet;
    if (!piece.lost) mark(i);
  }
  return packet;
}

void SendWindow::mark(size_t index) {
  fragments_[index].lost = true;
  lost_from_ = lost_ == 0 ? base_ + static_cast<uint32_t>(index)
                          : std::min(lost_from_, base_ + static_cast<uint32_t>(index));
  ++lost_;
}

SendWindow::Lost SendWindow::first_lost() {
  size_t index = lost_from_ > base_ ? lost_from_ - base_ : 0;
  while (!fragments_[index].lost) ++index;
  lost_from_ = base_ + static_cast<uint32_t>(index);
  const auto& piece = fragments_[index];
  return {{lost_from_, is_last_fragment(piece.body, piece.place),
           fragment_bytes(piece.body, piece.place)},
          index};
}

void SendWindow::mark_retransmitted(size_t index, const SentInfo& departure) {
  auto& piece = fragments_[index];
  piece.lost = false;
  --lost_;
  if (!piece.repeated) ++repeated_;
  piece.repeated = true;
  piece.sent_at = departure.at;
  piece.packet = departure.packet;
  piece.asked = departure.asked;
}

}  // namespace moonroom::link

#include "link/receiving.h"

#include <algorithm>

#include "link/send_window.h"

namespace moonroom::link {

namespace {

/// After this many fragments an acknowledgement is sent at once, so that the sender's window does
/// not fill up.
constexpr uint32_t kHalfWindow = kWindow / 2;

}  // namespace

bool Receiving::accept(const Fragment& piece, SteadyTime now, const Deliver& deliver) {
  if (piece.number < expected_) {
    ++doubled_;
    ack_by(now);
    return true;
  }
  const auto ahead = piece.number - expected_;
  if (ahead >= kWindow) return false;
  if (ahead > 0) {
    store_early(piece, ahead);
    ack_by(now);
    return true;
  }
  // A gap is reported at once, also when it has become smaller.
  const bool had_gap = !early_.empty();
  ack_by(had_gap || ++untold_ >= kHalfWindow ? now : now + kAckDelay);
  return assemble(piece.bytes, piece.ends_message, deliver) &&
         (!had_gap || assemble_early(deliver));
}

bool Receiving::assemble(std::string_view bytes, bool ends_message, const Deliver& deliver) {
  ++expected_;
  if (begun_.size() + bytes.size() > kMaxMessage) return false;
  if (ends_message && begun_.empty()) {
    deliver(bytes);
    return true;
  }
  begun_.append(bytes);
  if (ends_message) deliver(std::exchange(begun_, {}));
  return true;
}

bool Receiving::assemble_early(const Deliver& deliver) {
  while (!early_.empty()) {
    const auto piece = std::move(early_.front());
    early_.pop_front();
    if (!piece.came) return true;
    if (!assemble(piece.body.bytes(), piece.ends_message, deliver)) return false;
  }
  early_.trim_memory();
  return true;
}

void Receiving::store_early(const Fragment& piece, uint32_t ahead) {
  while (early_.size() < ahead) early_.push_back({});
  auto& place = early_[ahead - 1];
  if (place.came)
    ++doubled_;
  else
    place = {SharedBuffer(piece.bytes), true, piece.ends_message};
}

void Receiving::on_ack_requested(SteadyTime now) {
  ack_by(std::max(now, told_at_ + kQuickAck));
}

void Receiving::ack_by(SteadyTime due) {
  ack_due_ = std::min(ack_due_, due);
}

Ack Receiving::pop_ack(SteadyTime now) {
  ack_due_ = kNever;
  told_at_ = now;
  untold_ = 0;
  return {expected_, early_bits()};
}

uint64_t Receiving::early_bits() const {
  uint64_t bits = 0;
  const auto count = std::min<size_t>(early_.size(), 64);
  for (size_t i = 0; i < count; ++i) bits |= uint64_t{early_[i].came} << i;
  return bits;
}

}  // namespace moonroom::link

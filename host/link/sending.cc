#include "link/sending.h"

#include <algorithm>
#include <cassert>

namespace moonroom::link {

namespace {

/// After this many timeouts in a row nothing new is sent until the peer answers: it sleeps, or the
/// path is congested.
constexpr uint8_t kSilent = 3;
/// The upper bound of a timeout, so that a path that loses 60 % still delivers soon.
constexpr Duration kMaxTimeout = std::chrono::seconds(2);
/// After this many timeouts retries are rare. A peer that is heard again is retried at once.
constexpr uint8_t kGone = 20;
constexpr Duration kSeldom = std::chrono::seconds(15);

/// How many packets request an acknowledgement each, at the beginning and after a loss. A path that
/// loses one packet in a hundred is in this state all the time, so that losses are detected early.
constexpr uint16_t kWaryAtFirst = 16;
constexpr uint16_t kWary = 256;
/// The interval of measurements on a path without losses.
constexpr Duration kMeasureEvery = std::chrono::seconds(1);

/// After this many answers in a row to retransmissions, the timeout is considered too short rather
/// than the path lossy.
constexpr uint8_t kDoubtful = 8;

}  // namespace

Sending::Sending() : wary_(kWaryAtFirst) {}

void Sending::send(const SharedBuffer& body) {
  assert(body.size() <= kMaxMessage);
  if (stopped_) return;
  bytes_ += body.size();
  window_.queue(body);
  if (backlog() <= kMaxBacklog && bytes_ <= kMaxBacklogBytes) return;
  overflowed_ = true;
  stop();
}

void Sending::stop() {
  stopped_ = true;
  window_.ack_all();
  bytes_ = 0;
  next_loss_ = kNever;
}

bool Sending::acknowledge(const Ack& ack, SteadyTime now) {
  if (!window_.is_possible(ack)) return false;
  const auto news = window_.acknowledge(ack, now, round_trip_.least());
  if (news.fragments == 0) return true;
  bytes_ -= news.bytes;
  waits_since_ = now;
  if (news.certain) path_.arrived(news.certain_packet, news.probe);
  if (news.round_trip && news.packet > suspected_) round_trip_.sample(*news.round_trip);
  relax(news);
  find_lost(now);
  return true;
}

// An answer to a retransmission can be a late one to the first transmission (Karn). A few are
// accepted as they are. When there are no others, the round trip exceeds the timeout, so the
// backoff is kept until a message is answered before its retransmission.
void Sending::relax(const SendWindow::AckResult& news) {
  timeouts_ = 0;
  if (news.certain) doubtful_ = 0;
  if (!news.certain && doubtful_ < kDoubtful) ++doubtful_;
  if (doubtful_ < kDoubtful) backoff_ = 0;
}

void Sending::on_peer_alive(SteadyTime now) {
  if (!is_silent()) return;
  timeouts_ = kSilent - 1;
  backoff_ = std::min(backoff_, timeouts_);
  if (!window_.empty()) probe(now);
}

void Sending::moved(SteadyTime now) {
  round_trip_ = RoundTrip();
  timeouts_ = backoff_ = doubtful_ = 0;
  path_.moved();
  if (!window_.empty()) probe(now);
  wary_ = kWary;
}

void Sending::detect_losses(SteadyTime now) {
  if (window_.empty()) return;
  if (now >= next_loss_) find_lost(now);
  if (now < deadline()) return;
  timeouts_ = std::min<uint8_t>(timeouts_ + 1, kGone);
  backoff_ = std::min<uint8_t>(backoff_ + 1, kGone);
  probe(now);
}

void Sending::probe(SteadyTime now) {
  path_.lost(window_.suspect(now - round_trip_.reordering()), now);
  suspected_ = packets_;
  wary_ = kWary;
  waits_since_ = now;
  find_lost(now);
}

void Sending::find_lost(SteadyTime now) {
  const auto losses = window_.find_lost(now, round_trip_.reordering());
  next_loss_ = losses.next;
  if (losses.found == 0) return;
  wary_ = kWary;
  path_.lost(losses.packet, now);
}

SteadyTime Sending::deadline() const {
  const auto once = round_trip_.timeout() + (asked_ ? Duration::zero() : kAckDelay);
  if (timeouts_ >= kGone) return waits_since_ + kSeldom;
  const auto longer = std::min(once * (1 << std::min<int>(backoff_, 8)), kMaxTimeout);
  return waits_since_ + std::max(once, longer);
}

bool Sending::is_silent() const {
  return timeouts_ >= kSilent;
}

bool Sending::wants_answer(SteadyTime now) const {
  return has_packet() && (wary_ > 0 || asked_at_ + kMeasureEvery <= now);
}

size_t Sending::write(FrameWriter& out, bool asked, SteadyTime now) {
  if (!has_packet()) return 0;
  // The timeout starts at the first requested acknowledgement.
  if (window_.empty() || (asked && !asked_)) waits_since_ = now;
  const SentInfo departure{now, ++packets_, asked, probes(now)};
  size_t written = 0;
  repeat(out, departure, written);
  if (!window_.has_lost()) send_next(out, departure, written);
  asked_ = asked;
  if (asked) asked_at_ = now;
  if (wary_ > 0) --wary_;
  return written;
}

void Sending::repeat(FrameWriter& out, const SentInfo& departure, size_t& written) {
  while (window_.has_lost()) {
    const auto lost = window_.first_lost();
    if (kFragmentHead + lost.fragment.bytes.size() > out.room()) return;
    out.write(lost.fragment);
    window_.mark_retransmitted(lost.index, departure);
    ++repeats_;
    ++written;
  }
}

void Sending::send_next(FrameWriter& out, const SentInfo& departure, size_t& written) {
  while (may_launch()) {
    const auto piece = window_.next_fragment();
    if (kFragmentHead + piece.bytes.size() > out.room()) return;
    out.write(piece);
    window_.mark_sent(departure);
    ++written;
  }
}

SteadyTime Sending::next_due() const {
  if (has_packet()) return SteadyTime::min();
  return window_.empty() ? kNever : std::min(next_loss_, deadline());
}

}  // namespace moonroom::link

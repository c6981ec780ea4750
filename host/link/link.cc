#include "link/link.h"

#include <algorithm>
#include <cassert>

#include "base/overloaded.h"

namespace moonroom::link {

void Link::send(const SharedBuffer& body) {
  if (!close_handshake_.requested()) sending_.send(body);
}

void Link::close(CloseReason why) {
  close_handshake_.request(why);
}

bool Link::receive(std::string_view frames, SteadyTime now, const Deliver& deliver) {
  FrameReader reader(frames);
  while (const auto frame = reader.next()) {
    if (!on_frame(*frame, now, deliver)) return false;
  }
  sending_.on_peer_alive(now);
  return reader.ok();
}

bool Link::on_frame(const Frame& frame, SteadyTime now, const Deliver& deliver) {
  return std::visit(
      Overloaded{
          [&](const Ack& ack) { return sending_.acknowledge(ack, now); },
          [&](const Fragment& piece) { return receiving_.accept(piece, now, deliver); },
          [&](Ping) { return on_ack_requested(now), true; },
          [&](CloseReason why) { return on_close(why), true; },
      },
      frame);
}

// A peer that pings has received nothing for a while: a good time to free memory.
void Link::on_ack_requested(SteadyTime now) {
  receiving_.on_ack_requested(now);
  sending_.trim_memory();
}

void Link::on_close(CloseReason why) {
  close_handshake_.on_received(why);
  sending_.stop();
}

size_t Link::fill(std::span<char> packet, SteadyTime now, RateWindow* answers) {
  assert(packet.size() >= kMinPacket);
  sending_.detect_losses(now);
  if (!has_packet(now)) return 0;
  const bool probes = sending_.has_packet() && sending_.probes(now);
  FrameWriter out(packet.first(sending_.limit(packet.size(), now)));
  if (receiving_.has_ack()) out.write(receiving_.pop_ack(now));
  const bool asks_now = requests_ack(now, answers);
  if (asks_now) out.write(Ping{});
  ping_ = false;
  const auto written = sending_.write(out, asks_now, now);
  write_close(out, written, now);
  if (probes || has_packet(now)) out.pad();
  if (written > 0) sending_.on_packet_sent(out.size(), now);
  return out.size();
}

bool Link::has_packet(SteadyTime now) const {
  return sending_.has_packet() || receiving_.ack_due() <= now || ping_ || is_close_due(now);
}

bool Link::requests_ack(SteadyTime now, RateWindow* answers) const {
  if (ping_) return true;
  if (close_handshake_.awaits_answer() && (sending_.has_packet() || is_close_due(now))) return true;
  return sending_.wants_answer(now) && (!answers || answers->try_acquire(now));
}

// Only behind everything else, so that the peer has everything when it receives the close.
void Link::write_close(FrameWriter& out, size_t written, SteadyTime now) {
  if (!close_handshake_.requested() || !sending_.ends_with(written) || out.room() < kCloseFrame)
    return;
  if (written == 0 && !close_handshake_.received() && close_handshake_.due() > now) return;
  out.write(*close_handshake_.requested());
  close_handshake_.sent(now, sending_.ack_timeout());
}

std::optional<SteadyTime> Link::next_due() const {
  if (ping_) return SteadyTime::min();
  auto due = std::min(sending_.next_due(), receiving_.ack_due());
  if (sending_.empty()) due = std::min(due, close_handshake_.due());
  return due == kNever ? std::nullopt : std::optional(due);
}

bool Link::finished() const {
  return close_handshake_.received() ? !receiving_.has_ack() : close_handshake_.is_exhausted();
}

}  // namespace moonroom::link

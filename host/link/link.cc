#include "link/link.h"

#include <algorithm>
#include <cassert>

#include "base/overloaded.h"

namespace moonroom::link {

void Link::send(const Body& body) {
  if (!farewell_.said()) sending_.send(body);
}

void Link::bye(Bye why) {
  farewell_.say(why);
}

bool Link::receive(std::string_view frames, SteadyTime now, const Deliver& deliver) {
  FrameReader reader(frames);
  while (const auto frame = reader.next()) {
    if (!take(*frame, now, deliver)) return false;
  }
  sending_.heard(now);
  return reader.ok();
}

bool Link::take(const Frame& frame, SteadyTime now, const Deliver& deliver) {
  return std::visit(Overloaded{
                        [&](const Ack& ack) { return sending_.acknowledge(ack, now); },
                        [&](const Piece& piece) { return receiving_.accept(piece, now, deliver); },
                        [&](Ping) { return asked(now), true; },
                        [&](Bye why) { return hear_bye(why), true; },
                    },
                    frame);
}

// Who asks for a sign of life has heard nothing for a while: a good moment to let go of memory.
void Link::asked(SteadyTime now) {
  receiving_.asked(now);
  sending_.rest();
}

void Link::hear_bye(Bye why) {
  farewell_.hear(why);
  sending_.stop();
}

size_t Link::fill(std::span<char> packet, SteadyTime now, Ration* answers) {
  assert(packet.size() >= kMinPacket);
  sending_.look(now);
  if (!has_packet(now)) return 0;
  const bool probes = sending_.has_packet() && sending_.probes(now);
  FrameWriter out(packet.first(sending_.limit(packet.size(), now)));
  if (receiving_.has_ack()) out.write(receiving_.take_ack(now));
  const bool asks_now = asks(now, answers);
  if (asks_now) out.write(Ping{});
  ping_ = false;
  const auto written = sending_.write(out, asks_now, now);
  say_bye(out, written, now);
  if (probes || has_packet(now)) out.pad();
  if (written > 0) sending_.left(out.size(), now);
  return out.size();
}

bool Link::has_packet(SteadyTime now) const {
  return sending_.has_packet() || receiving_.ack_due() <= now || ping_ || goodbye_due(now);
}

bool Link::asks(SteadyTime now, Ration* answers) const {
  if (ping_) return true;
  if (farewell_.awaits_answer() && (sending_.has_packet() || goodbye_due(now))) return true;
  return sending_.wants_answer(now) && (!answers || answers->take(now));
}

// Only behind everything else, so that whoever hears it has missed nothing.
void Link::say_bye(FrameWriter& out, size_t written, SteadyTime now) {
  if (!farewell_.said() || !sending_.ends_with(written) || out.room() < kByeFrame) return;
  if (written == 0 && !farewell_.heard() && farewell_.due() > now) return;
  out.write(*farewell_.said());
  farewell_.sent(now, sending_.patience());
}

std::optional<SteadyTime> Link::next_due() const {
  if (ping_) return SteadyTime::min();
  auto due = std::min(sending_.next_due(), receiving_.ack_due());
  if (sending_.empty()) due = std::min(due, farewell_.due());
  return due == kNever ? std::nullopt : std::optional(due);
}

bool Link::finished() const {
  return farewell_.heard() ? !receiving_.has_ack() : farewell_.is_exhausted();
}

}  // namespace moonroom::link

#include "client/messages.h"

#include <utility>

#include "base/bytes.h"
#include "base/overloaded.h"

namespace moonroom::client {
namespace {

// The first byte is the index in the variant.
template <class Variant>
void begin(ByteWriter& out, const Variant& message) {
  out.number(static_cast<uint8_t>(message.index()));
}

Heard read_heard(ByteReader& in) {
  Heard heard;
  heard.number = in.number<uint64_t>();
  heard.time = WallTime(std::chrono::milliseconds(in.number<int64_t>()));
  heard.kind = in.text();
  heard.from = in.text();
  heard.text = in.text();
  heard.line = in.text();
  heard.replayed = in.flag();
  heard.by_text_member = in.flag();
  heard.only_for_you = in.flag();
  return heard;
}

void write(ByteWriter& out, const Heard& heard) {
  out.number(heard.number);
  out.number(static_cast<int64_t>(heard.time.time_since_epoch().count()));
  for (const auto* text : {&heard.kind, &heard.from, &heard.text, &heard.line}) out.text(*text);
  for (const bool flag : {heard.replayed, heard.by_text_member, heard.only_for_you})
    out.number(static_cast<uint8_t>(flag));
}

Connection read_connection(ByteReader& in) {
  const auto state = in.enumerator(Connection::State::not_remembered);
  std::string words(in.text());
  return {state, std::move(words), in.number<uint64_t>()};
}

// In separate statements: the evaluation order of arguments is unspecified.
TooLong read_too_long(ByteReader& in) {
  const auto limit = in.number<uint32_t>();
  return {limit, in.number<uint64_t>()};
}

Limits read_limits(ByteReader& in) {
  const auto rate = in.number<uint64_t>();
  const auto burst = in.number<uint64_t>();
  const bool answers = in.flag();
  return {rate, burst, answers, in.number<uint64_t>()};
}

Said read_said(ByteReader& in) {
  Said said;
  said.line = in.number<uint64_t>();
  said.number = in.number<uint64_t>();
  if (in.flag()) said.changed = std::string(in.text());
  return said;
}

NotSaid read_not_said(ByteReader& in) {
  NotSaid line;
  line.line = in.number<uint64_t>();
  line.why = in.text();
  line.words = in.text();
  return line;
}

Muted read_muted(ByteReader& in) {
  const WallTime until(std::chrono::milliseconds(in.number<int64_t>()));
  return {until, in.number<uint64_t>()};
}

void write(ByteWriter& out, const Said& said) {
  out.number(said.line);
  out.number(said.number);
  out.number(static_cast<uint8_t>(said.changed.has_value()));
  if (said.changed) out.text(*said.changed);
}

Say read_say(ByteReader& in) {
  std::string text(in.text());
  return {std::move(text), in.number<uint64_t>()};
}

std::optional<Event> read_event(ByteReader& in) {
  switch (in.number<uint8_t>()) {
    case 0:
      return read_heard(in);
    case 1:
      return read_connection(in);
    case 2:
      return RoundTrip{in.number<uint32_t>()};
    case 3:
      return Missed{in.number<uint64_t>()};
    case 4:
      return read_too_long(in);
    case 5:
      return Marked{};
    case 6:
      return read_limits(in);
    case 7:
      return read_said(in);
    case 8:
      return read_not_said(in);
    case 9:
      return read_muted(in);
    default:
      return std::nullopt;
  }
}

std::optional<Order> read_order(ByteReader& in) {
  switch (in.number<uint8_t>()) {
    case 0:
      return Enter{std::string(in.text())};
    case 1:
      return read_say(in);
    case 2:
      return Leave{in.flag()};
    case 3:
      return Mark{};
    case 4:
      return Unlock{std::string(in.text())};
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string encode(const Event& event) {
  std::string bytes;
  ByteWriter out(bytes);
  begin(out, event);
  std::visit(Overloaded{
                 [&](const Heard& heard) { write(out, heard); },
                 [&](const Connection& connection) {
                   out.number(connection.state);
                   out.text(connection.words);
                   out.number(connection.unsaid);
                 },
                 [&](const RoundTrip& trip) { out.number(trip.milliseconds); },
                 [&](const Missed& missed) { out.number(missed.count); },
                 [&](const TooLong& line) {
                   out.number(line.limit);
                   out.number(line.line);
                 },
                 [](const Marked&) {},
                 [&](const Limits& limits) {
                   out.number(limits.lines_per_1000_seconds);
                   out.number(limits.burst);
                   out.number(static_cast<uint8_t>(limits.answers));
                   out.number(limits.present);
                 },
                 [&](const Said& said) { write(out, said); },
                 [&](const NotSaid& line) {
                   out.number(line.line);
                   out.text(line.why);
                   out.text(line.words);
                 },
                 [&](const Muted& muted) {
                   out.number(static_cast<int64_t>(muted.until.time_since_epoch().count()));
                   out.number(muted.seconds);
                 },
             },
             event);
  return bytes;
}

std::optional<std::vector<Event>> decode_events(std::string_view bytes) {
  ByteReader in(bytes);
  std::vector<Event> events;
  while (!in.at_end()) {
    auto event = read_event(in);
    if (!event || !in.ok()) return std::nullopt;
    events.push_back(std::move(*event));
  }
  return events;
}

std::string encode(const Order& order) {
  std::string bytes;
  ByteWriter out(bytes);
  begin(out, order);
  if (const auto* enter = std::get_if<Enter>(&order)) out.text(enter->name);
  if (const auto* say = std::get_if<Say>(&order)) {
    out.text(say->text);
    out.number(say->line);
  }
  if (const auto* leave = std::get_if<Leave>(&order))
    out.number(static_cast<uint8_t>(leave->hurried));
  if (const auto* unlock = std::get_if<Unlock>(&order)) out.text(unlock->password);
  return bytes;
}

std::optional<Order> decode_order(std::string_view bytes) {
  ByteReader in(bytes);
  auto order = read_order(in);
  if (!order || !in.at_end()) return std::nullopt;
  return order;
}

}  // namespace moonroom::client

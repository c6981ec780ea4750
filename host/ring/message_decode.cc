// Decodes requests and responses.
#include <utility>

#include "base/bytes.h"
#include "ring/message.h"

namespace moonroom::ring {
namespace {

// Braced lists are evaluated from left to right, which keeps the order.

std::string text(ByteReader& in) {
  return std::string(in.text());
}

room::JoinEvent read_join_event(ByteReader& in) {
  room::JoinEvent joining;
  joining.who = in.number<uint64_t>();
  joining.name = text(in);
  const auto address = text(in);
  const auto port = in.number<uint16_t>();
  // For display only: scripts see a member's address.
  if (auto from = wire::parse_endpoint("[" + address + "]:" + std::to_string(port)))
    joining.from = *from;
  joining.conflict = in.enumerator(room::kLastNameConflict);
  return joining;
}

room::Event read_event(ByteReader& in) {
  switch (in.number<uint8_t>()) {
    case 0:
      return read_join_event(in);
    case 1:
      return room::MessageEvent{in.number<uint64_t>(), text(in), in.number<uint64_t>()};
    case 2:
      return room::LeaveEvent{in.number<uint64_t>(), in.enumerator(room::LeaveReason::shutdown)};
    case 3:
      return room::AnnouncementEvent{text(in)};
    case 4:
      return room::TimerDue{in.number<uint32_t>(), in.number<uint32_t>()};
    case 5:
      return room::AdminCommandEvent{text(in)};
    case 6:
      return room::JobDone{in.number<uint32_t>(), in.number<uint32_t>(), text(in), in.value()};
    default:
      in.fail();
      return room::TimerDue{};
  }
}

// Decodes in place, so that responses to messages allocate nothing.
void read(ByteReader& in, room::Audience& audience) {
  audience.kind = in.enumerator(room::Audience::Kind::only);
  audience.members.clear();
  const auto count = in.number<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i) audience.members.push_back(in.number<uint64_t>());
}

void read(ByteReader& in, room::Post& post) {
  post.kind = in.text();
  post.from = in.text();
  post.text = in.text();
  post.line = in.text();
  read(in, post.audience);
  post.keep = in.flag();
}

Duration read_duration(ByteReader& in) {
  return Duration(in.number<Duration::rep>());
}

std::vector<std::string> read_texts(ByteReader& in) {
  std::vector<std::string> texts;
  const auto count = in.number<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i) texts.push_back(text(in));
  return texts;
}

PluginSource read_plugin_source(ByteReader& in) {
  return {in.enumerator(Role::plugin),
          in.number<uint32_t>(),
          text(in),
          text(in),
          text(in),
          in.value(),
          in.flag(),
          in.value(),
          in.enumerator(LoadReason::crash),
          {in.flag(), in.flag()},
          read_texts(in)};
}

void read(ByteReader& in, room::Entry& entry) {
  entry.number = in.number<uint64_t>();
  entry.time = WallTime(WallTime::duration(in.number<WallTime::rep>()));
  read(in, entry.post);
}

HistorySync read_history_sync(ByteReader& in) {
  HistorySync past;
  const auto count = in.number<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i) read(in, past.entries.emplace_back());
  return past;
}

Unload read_unload(ByteReader& in) {
  const auto id = in.number<uint32_t>();
  return {id, in.enumerator(kLastUnloadReason)};
}

Task read_task(ByteReader& in) {
  switch (in.number<uint8_t>()) {
    case 0:
      return read_event(in);
    case 1:
      return read_plugin_source(in);
    case 2:
      return read_unload(in);
    case 3:
      return MemberSync{read_join_event(in)};
    case 4:
      return read_history_sync(in);
    case 5:
      return Shutdown{};
    case 6:
      return RunJob{read_plugin_source(in), text(in), in.value()};
    case 7:
      return BenchCommand{in.number<uint32_t>(), text(in)};
    default:
      in.fail();
      return Shutdown{};
  }
}

std::vector<Value> read_values(ByteReader& in) {
  std::vector<Value> values;
  const auto count = in.number<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i) values.push_back(in.value());
  return values;
}

room::Action read_rare_action(ByteReader& in, uint8_t kind) {
  switch (kind) {
    case 1:
      return room::Kick{in.number<uint64_t>(), text(in)};
    case 2:
      return room::LogLine{in.number<uint32_t>(), text(in), text(in)};
    case 3:
      return room::SetTimer{in.number<uint32_t>(), in.number<uint32_t>(), read_duration(in),
                            read_duration(in)};
    case 4:
      return room::Cancel{in.number<uint32_t>(), in.number<uint32_t>()};
    case 5:
      return room::Mute{in.number<uint64_t>(), read_duration(in)};
    case 6:
      return room::Ban{in.enumerator(room::Ban::Kind::address), text(in), read_duration(in),
                       text(in)};
    case 7:
      return room::StorePut{in.number<uint32_t>(), text(in), in.value(), read_values(in)};
    case 8:
      return room::StartJob{in.number<uint32_t>(), in.number<uint32_t>(), text(in), in.value()};
    default:
      in.fail();
      return room::Cancel{};
  }
}

void read(ByteReader& in, room::Action& action) {
  const auto kind = in.number<uint8_t>();
  if (kind != 0) {
    action = read_rare_action(in, kind);
    return;
  }
  if (!std::holds_alternative<room::Post>(action)) action = room::Post();
  read(in, std::get<room::Post>(action));
}

void read(ByteReader& in, std::vector<room::Action>& actions) {
  const auto count = in.number<uint32_t>();
  size_t read_already = 0;
  for (; read_already < count && in.ok(); ++read_already) {
    if (read_already == actions.size()) actions.emplace_back();
    read(in, actions[read_already]);
  }
  actions.resize(read_already);
}

}  // namespace

std::optional<Request> decode_request(std::string_view bytes) {
  ByteReader in(bytes);
  Request request{in.number<uint64_t>(),
                  in.number<uint32_t>(),
                  in.flag(),
                  WallTime(WallTime::duration(in.number<WallTime::rep>())),
                  read_task(in),
                  in.enumerator(room::LineKind::slash_said)};
  if (!in.at_end()) return std::nullopt;
  return request;
}

bool decode_response(std::string_view bytes, Response& response) {
  ByteReader in(bytes);
  response.number = in.number<uint64_t>();
  response.verdict.passed = in.flag();
  response.verdict.command = in.flag();
  response.verdict.reason = in.text();
  read(in, response.verdict.actions);
  response.faults.clear();
  const auto faults = in.number<uint32_t>();
  for (uint32_t i = 0; i < faults && in.ok(); ++i)
    response.faults.push_back({in.number<uint32_t>(), text(in), text(in), in.flag()});
  response.filter_effects.clear();
  const auto marks = in.number<uint32_t>();
  for (uint32_t i = 0; i < marks && in.ok(); ++i)
    response.filter_effects.push_back(
        {in.number<uint32_t>(), in.enumerator(FilterEffect::Kind::refused), text(in)});
  response.details = in.value();
  return in.at_end();
}

}  // namespace moonroom::ring

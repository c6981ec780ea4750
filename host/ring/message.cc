#include "ring/message.h"

#include <utility>

#include "base/bytes.h"
#include "base/overloaded.h"

namespace moonroom::ring {
namespace {

// ── Writing ─────────────────────────────────────────────────────────────────────────────────────

void write(ByteWriter& out, const room::Joining& joining) {
  out.number(joining.who);
  out.text(joining.name);
  out.text(to_string(joining.from.address));
  out.number(joining.from.port);
  out.number(joining.conflict);
}

void write(ByteWriter& out, const room::Event& event) {
  out.number(static_cast<uint8_t>(event.index()));
  std::visit(Overloaded{
                 [&](const room::Joining& joining) { write(out, joining); },
                 [&](const room::Saying& saying) {
                   out.number(saying.who);
                   out.text(saying.text);
                   out.number(saying.number);
                 },
                 [&](const room::Leaving& leaving) {
                   out.number(leaving.who);
                   out.number(leaving.why);
                 },
                 [&](const room::Announcing& announcing) { out.text(announcing.text); },
                 [&](const room::TimerDue& timer) {
                   out.number(timer.owner);
                   out.number(timer.timer);
                 },
                 [](const room::Tended&) {},
             },
             event);
}

void write(ByteWriter& out, const Task& task) {
  out.number(static_cast<uint8_t>(task.index()));
  std::visit(Overloaded{
                 [&](const room::Event& event) { write(out, event); },
                 [&](const Load& load) {
                   out.number(load.role);
                   out.number(load.id);
                   out.text(load.name);
                   out.text(load.path);
                   out.text(load.source);
                 },
                 [&](const Unload& unload) { out.number(unload.id); },
                 [&](const Present& present) { write(out, present.member); },
                 [](const Farewell&) {},
             },
             task);
}

void write(ByteWriter& out, const room::Audience& audience) {
  out.number(audience.kind);
  out.number(static_cast<uint32_t>(audience.members.size()));
  for (const auto id : audience.members) out.number(id);
}

void write(ByteWriter& out, const room::Action& action) {
  out.number(static_cast<uint8_t>(action.index()));
  std::visit(Overloaded{
                 [&](const room::Post& post) {
                   out.text(post.kind);
                   out.text(post.from);
                   out.text(post.text);
                   out.text(post.line);
                   write(out, post.audience);
                 },
                 [&](const room::Kick& kick) {
                   out.number(kick.who);
                   out.text(kick.reason);
                 },
                 [&](const room::LogLine& line) {
                   out.text(line.plugin);
                   out.text(line.text);
                   out.text(line.file);
                 },
                 [&](const room::SetTimer& timer) {
                   out.number(timer.owner);
                   out.number(timer.timer);
                   out.number(timer.after.count());
                   out.number(timer.every.count());
                 },
                 [&](const room::CancelTimer& timer) {
                   out.number(timer.owner);
                   out.number(timer.timer);
                 },
             },
             action);
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────
// Braces keep the order: the members of a braced list are read from left to right.

std::string text(ByteReader& in) {
  return std::string(in.text());
}

room::Joining read_joining(ByteReader& in) {
  room::Joining joining;
  joining.who = in.number<uint64_t>();
  joining.name = text(in);
  const auto address = text(in);
  const auto port = in.number<uint16_t>();
  // Only for showing: scripts see where somebody comes from.
  if (auto from = wire::parse_endpoint("[" + address + "]:" + std::to_string(port)))
    joining.from = *from;
  joining.conflict = in.enumerator(room::Conflict::invalid);
  return joining;
}

room::Event read_event(ByteReader& in) {
  switch (in.number<uint8_t>()) {
    case 0:
      return read_joining(in);
    case 1:
      return room::Saying{in.number<uint64_t>(), text(in), in.number<uint64_t>()};
    case 2:
      return room::Leaving{in.number<uint64_t>(), in.enumerator(room::Why::shutdown)};
    case 3:
      return room::Announcing{text(in)};
    case 4:
      return room::TimerDue{in.number<uint32_t>(), in.number<uint32_t>()};
    default:
      in.fail();
      return room::TimerDue{};
  }
}

Task read_task(ByteReader& in) {
  switch (in.number<uint8_t>()) {
    case 0:
      return read_event(in);
    case 1:
      return Load{in.enumerator(Role::plugin), in.number<uint32_t>(), text(in), text(in), text(in)};
    case 2:
      return Unload{in.number<uint32_t>()};
    case 3:
      return Present{read_joining(in)};
    case 4:
      return Farewell{};
    default:
      in.fail();
      return Farewell{};
  }
}

room::Audience read_audience(ByteReader& in) {
  room::Audience audience;
  audience.kind = in.enumerator(room::Audience::Kind::only);
  const auto count = in.number<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i) audience.members.push_back(in.number<uint64_t>());
  return audience;
}

room::Action read_action(ByteReader& in) {
  switch (in.number<uint8_t>()) {
    case 0:
      return room::Post{text(in), text(in), text(in), text(in), read_audience(in)};
    case 1:
      return room::Kick{in.number<uint64_t>(), text(in)};
    case 2:
      return room::LogLine{text(in), text(in), text(in)};
    case 3:
      return room::SetTimer{in.number<uint32_t>(), in.number<uint32_t>(),
                            Duration(in.number<Duration::rep>()),
                            Duration(in.number<Duration::rep>())};
    case 4:
      return room::CancelTimer{in.number<uint32_t>(), in.number<uint32_t>()};
    default:
      in.fail();
      return room::CancelTimer{};
  }
}

}  // namespace

void encode(const Question& question, std::string& out) {
  out.clear();
  ByteWriter writer(out);
  writer.number(question.number);
  writer.number(question.without);
  writer.number(question.time.time_since_epoch().count());
  write(writer, question.task);
}

void encode(const Answer& answer, std::string& out) {
  out.clear();
  ByteWriter writer(out);
  writer.number(answer.number);
  writer.number(static_cast<uint8_t>(answer.verdict.passed));
  writer.text(answer.verdict.reason);
  writer.number(static_cast<uint32_t>(answer.verdict.actions.size()));
  for (const auto& action : answer.verdict.actions) write(writer, action);
  writer.number(static_cast<uint32_t>(answer.faults.size()));
  for (const auto& fault : answer.faults) {
    writer.number(fault.plugin);
    writer.text(fault.what);
  }
  writer.value(answer.details);
}

std::optional<Question> decode_question(std::string_view bytes) {
  ByteReader in(bytes);
  Question question{in.number<uint64_t>(), in.number<uint32_t>(),
                    WallTime(WallTime::duration(in.number<WallTime::rep>())), read_task(in)};
  if (!in.at_end()) return std::nullopt;
  return question;
}

std::optional<Answer> decode_answer(std::string_view bytes) {
  ByteReader in(bytes);
  Answer answer;
  answer.number = in.number<uint64_t>();
  answer.verdict.passed = in.flag();
  answer.verdict.reason = text(in);
  const auto actions = in.number<uint32_t>();
  for (uint32_t i = 0; i < actions && in.ok(); ++i)
    answer.verdict.actions.push_back(read_action(in));
  const auto faults = in.number<uint32_t>();
  for (uint32_t i = 0; i < faults && in.ok(); ++i)
    answer.faults.push_back({in.number<uint32_t>(), text(in)});
  answer.details = in.value();
  if (!in.at_end()) return std::nullopt;
  return answer;
}

}  // namespace moonroom::ring

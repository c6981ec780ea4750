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
                 [&](const room::Commanding& call) { out.text(call.text); },
                 [&](const room::JobDone& done) {
                   out.number(done.owner);
                   out.number(done.job);
                   out.text(done.wrong);
                   out.value(done.result);
                 },
                 [](const room::Tended&) {},
             },
             event);
}

void write(ByteWriter& out, const room::Audience& audience) {
  out.number(audience.kind);
  out.number(static_cast<uint32_t>(audience.members.size()));
  for (const auto id : audience.members) out.number(id);
}

void write(ByteWriter& out, const room::Post& post) {
  out.text(post.kind);
  out.text(post.from);
  out.text(post.text);
  out.text(post.line);
  write(out, post.audience);
}

void write(ByteWriter& out, const Load& load) {
  out.number(load.role);
  out.number(load.id);
  out.text(load.name);
  out.text(load.path);
  out.text(load.source);
  out.value(load.kept);
  out.number(static_cast<uint8_t>(load.only_if_changed));
}

void write(ByteWriter& out, const Past& past) {
  out.number(static_cast<uint32_t>(past.entries.size()));
  for (const auto& entry : past.entries) {
    out.number(entry.number);
    out.number(entry.time.time_since_epoch().count());
    write(out, entry.post);
  }
}

void write(ByteWriter& out, const Task& task) {
  out.number(static_cast<uint8_t>(task.index()));
  std::visit(Overloaded{
                 [&](const room::Event& event) { write(out, event); },
                 [&](const Load& load) { write(out, load); },
                 [&](const Unload& unload) { out.number(unload.id); },
                 [&](const Present& present) { write(out, present.member); },
                 [&](const Past& past) { write(out, past); },
                 [](const Farewell&) {},
                 [&](const Work& work) {
                   write(out, work.plugin);
                   out.text(work.name);
                   out.value(work.data);
                 },
             },
             task);
}

void write(ByteWriter& out, const room::Action& action) {
  out.number(static_cast<uint8_t>(action.index()));
  std::visit(Overloaded{
                 [&](const room::Post& post) { write(out, post); },
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
                 [&](const room::Cancel& wish) {
                   out.number(wish.owner);
                   out.number(wish.callback);
                 },
                 [&](const room::Mute& mute) {
                   out.number(mute.who);
                   out.number(mute.length.count());
                 },
                 [&](const room::Ban& ban) {
                   out.number(ban.kind);
                   out.text(ban.what);
                   out.number(ban.length.count());
                   out.text(ban.reason);
                 },
                 [&](const room::Keep& keep) {
                   out.number(keep.owner);
                   out.text(keep.key);
                   out.value(keep.value);
                 },
                 [&](const room::StartJob& job) {
                   out.number(job.owner);
                   out.number(job.job);
                   out.text(job.name);
                   out.value(job.data);
                 },
                 [](const room::ForgetCallbacks&) {},
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
    case 5:
      return room::Commanding{text(in)};
    case 6:
      return room::JobDone{in.number<uint32_t>(), in.number<uint32_t>(), text(in), in.value()};
    default:
      in.fail();
      return room::TimerDue{};
  }
}

room::Audience read_audience(ByteReader& in) {
  room::Audience audience;
  audience.kind = in.enumerator(room::Audience::Kind::only);
  const auto count = in.number<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i) audience.members.push_back(in.number<uint64_t>());
  return audience;
}

room::Post read_post(ByteReader& in) {
  return {text(in), text(in), text(in), text(in), read_audience(in)};
}

Duration read_duration(ByteReader& in) {
  return Duration(in.number<Duration::rep>());
}

Load read_load(ByteReader& in) {
  return {in.enumerator(Role::plugin),
          in.number<uint32_t>(),
          text(in),
          text(in),
          text(in),
          in.value(),
          in.flag()};
}

Past read_past(ByteReader& in) {
  Past past;
  const auto count = in.number<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i)
    past.entries.push_back({in.number<uint64_t>(),
                            WallTime(WallTime::duration(in.number<WallTime::rep>())),
                            read_post(in)});
  return past;
}

Task read_task(ByteReader& in) {
  switch (in.number<uint8_t>()) {
    case 0:
      return read_event(in);
    case 1:
      return read_load(in);
    case 2:
      return Unload{in.number<uint32_t>()};
    case 3:
      return Present{read_joining(in)};
    case 4:
      return read_past(in);
    case 5:
      return Farewell{};
    case 6:
      return Work{read_load(in), text(in), in.value()};
    default:
      in.fail();
      return Farewell{};
  }
}

room::Action read_action(ByteReader& in) {
  switch (in.number<uint8_t>()) {
    case 0:
      return read_post(in);
    case 1:
      return room::Kick{in.number<uint64_t>(), text(in)};
    case 2:
      return room::LogLine{text(in), text(in), text(in)};
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
      return room::Keep{in.number<uint32_t>(), text(in), in.value()};
    case 8:
      return room::StartJob{in.number<uint32_t>(), in.number<uint32_t>(), text(in), in.value()};
    default:
      in.fail();
      return room::Cancel{};
  }
}

}  // namespace

void encode(const Question& question, std::string& out) {
  out.clear();
  ByteWriter writer(out);
  writer.number(question.number);
  writer.number(question.without);
  writer.number(static_cast<uint8_t>(question.refuse));
  writer.number(question.time.time_since_epoch().count());
  write(writer, question.task);
}

void encode(const Answer& answer, std::string& out) {
  out.clear();
  ByteWriter writer(out);
  writer.number(answer.number);
  writer.number(static_cast<uint8_t>(answer.verdict.passed));
  writer.number(static_cast<uint8_t>(answer.verdict.command));
  writer.text(answer.verdict.reason);
  writer.number(static_cast<uint32_t>(answer.verdict.actions.size()));
  for (const auto& action : answer.verdict.actions) write(writer, action);
  writer.number(static_cast<uint32_t>(answer.faults.size()));
  for (const auto& fault : answer.faults) {
    writer.number(fault.plugin);
    writer.text(fault.what);
  }
  writer.number(static_cast<uint32_t>(answer.marks.size()));
  for (const auto& mark : answer.marks) {
    writer.number(mark.plugin);
    writer.number(mark.effect);
    writer.text(mark.text);
  }
  writer.value(answer.details);
}

std::optional<Question> decode_question(std::string_view bytes) {
  ByteReader in(bytes);
  Question question{in.number<uint64_t>(), in.number<uint32_t>(), in.flag(),
                    WallTime(WallTime::duration(in.number<WallTime::rep>())), read_task(in)};
  if (!in.at_end()) return std::nullopt;
  return question;
}

std::optional<Answer> decode_answer(std::string_view bytes) {
  ByteReader in(bytes);
  Answer answer;
  answer.number = in.number<uint64_t>();
  answer.verdict.passed = in.flag();
  answer.verdict.command = in.flag();
  answer.verdict.reason = text(in);
  const auto actions = in.number<uint32_t>();
  for (uint32_t i = 0; i < actions && in.ok(); ++i)
    answer.verdict.actions.push_back(read_action(in));
  const auto faults = in.number<uint32_t>();
  for (uint32_t i = 0; i < faults && in.ok(); ++i)
    answer.faults.push_back({in.number<uint32_t>(), text(in)});
  const auto marks = in.number<uint32_t>();
  for (uint32_t i = 0; i < marks && in.ok(); ++i)
    answer.marks.push_back({in.number<uint32_t>(), in.enumerator(Mark::Effect::refused), text(in)});
  answer.details = in.value();
  if (!in.at_end()) return std::nullopt;
  return answer;
}

}  // namespace moonroom::ring

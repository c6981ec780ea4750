#include "relay/poster.h"

#include "text/text.h"
#include "wire/session_text.h"

namespace moonroom::relay {
namespace {

// A plugin's text must not control a terminal, just like a member's.
room::Post without_controls(room::Post post) {
  post.line = text::visible(post.line);
  return post;
}

}  // namespace

const room::Entry& Poster::post(const room::Post& words, const Subject& subject, uint64_t number,
                                const Turn& turn) {
  auto& log = state_.log;
  const auto& entry = text::is_visible(words.line)
                          ? log.append(words, turn.now.wall, number)
                          : log.append(without_controls(words), turn.now.wall, number);
  ++stats_.posts;
  stats_.deliveries +=
      delivery_.deliver(entry, flags_of(entry.post, subject), state_.room, turn.out);
  return entry;
}

void Poster::report(const room::Member& member, std::string_view kind, std::string_view phrase,
                    std::string_view reason, const Turn& turn) {
  room::Post news;
  news.kind = kind;
  news.from = member.name;
  news.text = reason;
  news.line = room::with_reason(state_.host_messages,
                                room::substitute(phrase, "{name}", member.name), reason);
  news.audience = {room::Audience::Kind::others, {member.id}};
  post(news, {}, 0, turn);
}

void Poster::deliver_too(const room::Member& member, const room::Entry& entry,
                         const Subject& subject, const Turn& turn) {
  delivery_.deliver_again(member, entry, flags_of(entry.post, subject), turn.out);
}

void Poster::replay(const room::Member& member, uint64_t heard, const Turn& turn) {
  for (const auto& entry : state_.log.after(heard)) {
    auto flags = flags_of(entry.post, {});
    // The connection of a departed author is unknown.
    if (entry.post.kind == "message" && !state_.room.find_by_name(entry.post.from))
      flags |= wire::Line::kByText;
    delivery_.deliver_to(member, entry, flags | wire::Line::kReplayed, turn.out);
  }
}

uint8_t Poster::flags_of(const room::Post& post, const Subject& subject) const {
  if (post.from.empty()) return 0;
  if (post.from == subject.name) return subject.by_text ? wire::Line::kByText : uint8_t{0};
  const auto* author = state_.room.find_by_name(post.from);
  return author && !author->is_sealed() ? wire::Line::kByText : uint8_t{0};
}

}  // namespace moonroom::relay

#include "relay/line_outcome.h"

#include <string_view>
#include <vector>

#include "room/line_reading.h"

namespace moonroom::relay {
namespace {

// A doubled slash, which posts one, does not count as a change. When a post's text is its whole
// line, the bare text is unknown.
bool is_as_typed(const room::Post& post, std::string_view typed) {
  const auto meant = room::read_as(room::LineKind::slash_said, typed).text;
  if (post.text == post.line)
    return post.line.find(typed) != std::string::npos || post.line.find(meant) != std::string::npos;
  return post.text == typed || post.text == meant;
}

bool is_without(const room::Audience& audience, room::MemberId who) {
  return audience.kind == room::Audience::Kind::others && audience.members == std::vector{who};
}

}  // namespace

void LineOutcome::begin(const room::MessageEvent& saying, bool is_command) {
  saying_ = &saying;
  is_command_ = is_command;
  entry_ = 0;
  changed_.reset();
}

bool LineOutcome::is_line(const room::Post& post, const Subject& author) const {
  return saying_ && !is_command_ && entry_ == 0 && !post.is_private() && post.from == author.name;
}

void LineOutcome::on_posted(const room::Entry& entry, const Subject& author, const Turn& turn) {
  const auto& post = entry.post;
  if (!saying_ || entry_ != 0 || post.is_private() || post.from != author.name) return;
  entry_ = entry.number;
  if (is_command_ || post.text.empty() || is_as_typed(post, saying_->text)) return;
  changed_ = post.text;
  const auto* member = state_.room.find(saying_->who);
  if (member && member->is_reachable() && is_without(post.audience, saying_->who))
    poster_.deliver_too(*member, entry, author, turn);
}

void LineOutcome::end(const Turn& turn) {
  const auto* saying = std::exchange(saying_, nullptr);
  const auto* author = saying && saying->line != 0 ? state_.room.find(saying->who) : nullptr;
  if (author) replies_.confirm_line(*author, saying->line, entry_, changed_, turn);
}

}  // namespace moonroom::relay

#include "store/entry_row.h"

#include <charconv>
#include <string>
#include <utility>

namespace moonroom::store {
namespace {

std::string written(const std::vector<room::MemberId>& members) {
  std::string text;
  for (const auto member : members) {
    if (!text.empty()) text += ' ';
    text += std::to_string(member);
  }
  return text;
}

std::optional<std::vector<room::MemberId>> parse_members(std::string_view text) {
  std::vector<room::MemberId> members;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end;) {
    if (!members.empty() && *at++ != ' ') return std::nullopt;
    const auto [next, error] = std::from_chars(at, end, members.emplace_back());
    if (error != std::errc()) return std::nullopt;
    at = next;
  }
  return members;
}

}  // namespace

void bind_entry(Statement& insert, const room::Entry& entry) {
  const auto& post = entry.post;
  insert.bind(1, entry.number);
  insert.bind(2, entry.time);
  insert.bind(3, post.kind);
  insert.bind(4, post.from);
  insert.bind(5, post.text);
  insert.bind(6, post.line);
  insert.bind(7, static_cast<int64_t>(post.audience.kind));
  insert.bind(8, written(post.audience.members));
}

std::optional<room::Entry> read_entry(const Statement& row) {
  constexpr auto kLast = static_cast<uint64_t>(room::Audience::Kind::only);
  auto members = parse_members(row.bytes(7));
  if (!members || row.count(6) > kLast) return std::nullopt;
  room::Post post{std::string(row.bytes(2)),
                  std::string(row.bytes(3)),
                  std::string(row.bytes(4)),
                  std::string(row.bytes(5)),
                  {}};
  post.audience = {static_cast<room::Audience::Kind>(row.number(6)), *std::move(members)};
  post.keep = post.is_private();
  return room::Entry{row.count(0), row.time(1), std::move(post)};
}

}  // namespace moonroom::store

#include "room/members.h"

#include <algorithm>
#include <utility>

#include "room/name.h"
#include "text/text.h"
#include "wire/prefix.h"

namespace moonroom::room {
namespace {

Intent login(const Members& room, const wire::Endpoint& from, std::string_view raw) {
  const Member* here = room.at(from);
  auto name = check_name(raw);
  // Compares exactly first: an older host can have admitted a name that is invalid by now.
  if (here && (raw == here->name || (name && *name == here->name)))
    return here->stage == Stage::present ? Intent(RepeatedLogin{here->id}) : Intent(None{});
  const MemberId replaces = here ? here->id : 0;
  if (!name) {
    // Only shown in the refusal, so a reason's length is enough.
    auto shown = text::shortened(text::visible(raw), wire::kMaxReason);
    return Login{std::move(shown), {name.error(), 0}, replaces};
  }
  const NameClash rival = room.find_clash(*name, from);
  return Login{std::move(*name), rival, replaces};
}

}  // namespace

Recipient recipient_of(const Member& member) {
  return {member.id, member.connection.endpoint, member.connection.newline_framing,
          member.capabilities.version >= 2};
}

Intent Members::interpret(const wire::Endpoint& from, const wire::Request& request) const {
  if (request.verb == wire::Verb::login) return login(*this, from, request.name);
  const Member* member = at(from);
  if (!member) return None{};
  if (request.verb == wire::Verb::quit) return LeaveEvent{member->id, LeaveReason::quit};
  if (member->stage != Stage::present) return None{};
  return Speak{member->id, request.text};
}

NameClash Members::find_clash(std::string_view name, const wire::Endpoint& asker) const {
  NameClash rival;
  for (const Member* holder : look_alikes(name)) {
    if (holder->connection.endpoint == asker) continue;
    if (holder->name == name) return {NameConflict::taken, holder->id};
    rival = {NameConflict::confusable, holder->id};
  }
  return rival;
}

std::vector<const Member*> Members::look_alikes(std::string_view name) const {
  std::vector<const Member*> found;
  const auto add = [&found](const Index& index, const std::string& key) {
    const auto [begin, end] = index.equal_range(key);
    found.insert(found.end(), begin, end);
  };
  const auto folded = skeleton(name);
  const auto shown = shown_skeleton(name);
  add(by_skeleton_, folded);
  add(by_shown_skeleton_, folded);
  if (shown == folded) return found;
  add(by_skeleton_, shown);
  add(by_shown_skeleton_, shown);
  return found;
}

void Members::add_name(const Member& member) {
  by_skeleton_.insert(&member);
  if (shown_skeleton(member.name) != skeleton(member.name)) by_shown_skeleton_.insert(&member);
}

void Members::remove_name(const Member& member) {
  for (auto* index : {&by_skeleton_, &by_shown_skeleton_}) {
    const auto [begin, end] = index->equal_range(&member);
    const auto own = std::find(begin, end, &member);
    if (own != end) index->erase(own);
  }
}

void Members::restore(const std::vector<MemberRecord>& seats, MemberId last, Moment now) {
  for (const auto& seat : seats) {
    const Moment since{now.steady - std::max<Duration>(now.wall - seat.joined_at, Duration::zero()),
                       seat.joined_at};
    Member& member = members_[seat.who];
    member.id = seat.who;
    member.name = seat.name;
    member.connection.endpoint = seat.endpoint;
    member.connection.newline_framing = seat.newline_framing;
    member.stage = Stage::present;
    member.admitted = true;
    member.joined_at = since;
    member.last_seen = now.steady;
    add_name(member);
    if (seat.ticket) {
      member.ticket = std::make_unique<ResumeTicket>(*seat.ticket);
      // The session ended with the host that had its keys.
      member.connection.endpoint = {seat.endpoint.address, 0, 0, {}};
      member.away = now.steady;
      member.last_line = seat.ticket->acked_lines;
      by_digest_[seat.ticket->digest] = seat.who;
    } else {
      index(member);
    }
  }
  present_ = seats_ = members_.size();
  recipients_are_current_ = false;
  last_ = last;
}

const Member& Members::reserve(std::string name, const wire::Connection& from, Moment now) {
  const MemberId id = ++last_;
  ++seats_;
  Member& member = members_[id];
  member.id = id;
  member.name = std::move(name);
  member.connection = from;
  member.joined_at = now;
  member.last_seen = now.steady;
  index(member);
  add_name(member);
  return member;
}

void Members::admit(MemberId id, std::optional<ResumeTicket> ticket, std::string token) {
  const auto found = members_.find(id);
  if (found == members_.end()) return;
  auto& member = found->second;
  member.admitted = true;
  if (member.stage != Stage::joining) return;
  if (ticket) {
    by_digest_[ticket->digest] = id;
    member.ticket = std::make_unique<ResumeTicket>(*std::move(ticket));
    member.token = std::move(token);
  }
  member.stage = Stage::present;
  ++present_;
  recipients_are_current_ = false;
}

void Members::release(const Member& member) {
  unindex(member);
  remove_name(member);
  if (member.ticket) by_digest_.erase(member.ticket->digest);
}

void Members::begin_leave(MemberId id) {
  const auto found = members_.find(id);
  if (found == members_.end() || found->second.stage == Stage::leaving) return;
  if (found->second.stage == Stage::present) --present_;
  --seats_;
  found->second.stage = Stage::leaving;
  recipients_are_current_ = false;
  release(found->second);
}

void Members::remove(MemberId id) {
  begin_leave(id);
  members_.erase(id);
}

void Members::mark_seen(const wire::Endpoint& from, Moment now) {
  const auto found = by_endpoint_.find(from);
  if (found == by_endpoint_.end()) return;
  Member& member = **found;
  member.last_seen = now.steady;
  // Delivery in a session looks up the address itself.
  const bool same_way = member.connection.endpoint.via == from.via &&
                        member.connection.endpoint.via_port == from.via_port;
  if (from.transport() == wire::Transport::text && !same_way) recipients_are_current_ = false;
  member.connection.endpoint = from;
}

void Members::move(MemberId id, const wire::Endpoint& to, Moment now) {
  Member& member = members_.at(id);
  unindex(member);
  member.connection.endpoint = to;
  member.last_seen = now.steady;
  index(member);
  recipients_are_current_ = false;
}

void Members::set_capabilities(MemberId id, const wire::Capabilities& capabilities) {
  members_.at(id).capabilities = capabilities;
  recipients_are_current_ = false;
}

void Members::mark_away(MemberId id, bool has_session, SteadyTime now) {
  Member& member = members_.at(id);
  if (!member.away) member.away = now;
  if (has_session) return;
  unindex(member);
  member.connection.endpoint = {member.connection.endpoint.address, 0, 0, {}};
  recipients_are_current_ = false;
}

// The latest login from an address owns it.
void Members::index(Member& member) {
  const auto [place, is_free] = by_endpoint_.insert(&member);
  if (is_free) return;
  by_endpoint_.erase(place);
  by_endpoint_.insert(&member);
}

void Members::unindex(const Member& member) {
  const auto found = by_endpoint_.find(member.connection.endpoint);
  if (found != by_endpoint_.end() && *found == &member) by_endpoint_.erase(found);
}

void Members::mark_online(MemberId id) {
  Member& member = members_.at(id);
  member.away.reset();
  member.away_announced = false;
}

bool Members::accept_line(MemberId id, uint64_t line) {
  auto& latest = members_.at(id).last_line;
  if (line <= latest) return false;
  latest = line;
  return true;
}

void Members::ack_line(MemberId id, uint64_t line) {
  const auto found = members_.find(id);
  if (found == members_.end() || !found->second.ticket) return;
  auto& lines = found->second.ticket->acked_lines;
  lines = std::max(lines, line);
}

const std::vector<Recipient>& Members::recipients() const {
  if (!std::exchange(recipients_are_current_, true)) {
    recipients_.clear();
    // Without `reserve`, the vector's growth could double the memory.
    if (recipients_.capacity() < present_) recipients_.reserve(present_ + present_ / 8);
    for (const auto& [id, member] : members_)
      if (member.is_reachable()) recipients_.push_back(recipient_of(member));
  }
  return recipients_;
}

void Members::trim_memory() {
  recipients_ = {};
  recipients_are_current_ = false;
}

std::vector<JoinEvent> Members::admitted() const {
  std::vector<JoinEvent> all;
  for (const auto& [id, member] : members_)
    if (member.admitted)
      all.push_back({id, member.name, member.connection.endpoint, NameConflict::none});
  return all;
}

const Member* Members::find(MemberId id) const {
  const auto found = members_.find(id);
  return found == members_.end() ? nullptr : &found->second;
}

std::string_view Members::name_of_admitted(MemberId id) const {
  const auto* member = find(id);
  return member && member->admitted ? std::string_view(member->name) : std::string_view();
}

std::vector<std::string> Members::neighbours_of(const Member& member) const {
  const auto source = wire::source_of(member.connection.endpoint.address);
  std::vector<std::string> names;
  for (const auto& [id, other] : members_)
    if (id != member.id && other.stage == Stage::present &&
        source.contains(other.connection.endpoint.address))
      names.push_back(other.name);
  return names;
}

const Member* Members::at(const wire::Endpoint& endpoint) const {
  const auto found = by_endpoint_.find(endpoint);
  return found == by_endpoint_.end() ? nullptr : *found;
}

const Member* Members::find_by_digest(const std::string& digest) const {
  const auto found = by_digest_.find(digest);
  const Member* member = found == by_digest_.end() ? nullptr : find(found->second);
  return member && member->stage == Stage::present ? member : nullptr;
}

const Member* Members::find_by_name(std::string_view name) const {
  const Member* meant = nullptr;
  for (const Member* member : look_alikes(name)) {
    if (member->stage != Stage::present) continue;
    if (member->name == name) return member;
    meant = member;
  }
  return meant;
}

}  // namespace moonroom::room

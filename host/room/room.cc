#include "room/room.h"

#include <algorithm>
#include <utility>

#include "room/name.h"
#include "wire/prefix.h"
#include "wire/text.h"

namespace moonroom::room {
namespace {

Meaning login(const Room& room, const wire::Endpoint& from, std::string_view raw) {
  const Member* here = room.at(from);
  auto name = check_name(raw);
  // Letter by letter first: an older host may have let in what is no name by now.
  if (here && (raw == here->name || (name && *name == here->name)))
    return here->stage == Stage::present ? Meaning(AlreadyIn{here->id}) : Meaning(Nothing{});
  const MemberId replaces = here ? here->id : 0;
  if (!name) {
    // Shown in the refusal at most: no longer than that.
    auto shown = wire::shortened(wire::visible(raw), wire::kMaxReason);
    return WantsIn{std::move(shown), {name.error(), 0}, replaces};
  }
  const Rival rival = room.rival_of(*name, from);
  return WantsIn{std::move(*name), rival, replaces};
}

}  // namespace

Hearer hearer_of(const Member& member) {
  return {member.id, member.endpoint, member.ends_lines, member.capabilities.version >= 2};
}

Meaning Room::interpret(const wire::Endpoint& from, const wire::Request& request) const {
  if (request.verb == wire::Verb::login) return login(*this, from, request.name);
  const Member* member = at(from);
  if (!member) return Nothing{};
  if (request.verb == wire::Verb::quit) return Leaving{member->id, Why::quit};
  if (member->stage != Stage::present) return Nothing{};
  return Speaking{member->id, request.text};
}

Rival Room::rival_of(std::string_view name, const wire::Endpoint& asker) const {
  Rival rival;
  for (const Member* holder : look_alikes(name)) {
    if (holder->endpoint == asker) continue;
    if (holder->name == name) return {Conflict::taken, holder->id};
    rival = {Conflict::confusable, holder->id};
  }
  return rival;
}

std::vector<const Member*> Room::look_alikes(std::string_view name) const {
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

void Room::add_name(const Member& member) {
  by_skeleton_.insert(&member);
  if (shown_skeleton(member.name) != skeleton(member.name)) by_shown_skeleton_.insert(&member);
}

void Room::remove_name(const Member& member) {
  for (auto* index : {&by_skeleton_, &by_shown_skeleton_}) {
    const auto [begin, end] = index->equal_range(&member);
    const auto own = std::find(begin, end, &member);
    if (own != end) index->erase(own);
  }
}

void Room::restore(const std::vector<Seat>& seats, MemberId last, Moment now) {
  for (const auto& seat : seats) {
    const Moment since{now.steady - std::max<Duration>(now.wall - seat.since, Duration::zero()),
                       seat.since};
    Member& member = members_[seat.who];
    member.id = seat.who;
    member.name = seat.name;
    member.endpoint = seat.endpoint;
    member.ends_lines = seat.ends_lines;
    member.stage = Stage::present;
    member.let_in = true;
    member.since = since;
    member.heard = now.steady;
    add_name(member);
    if (seat.ticket) {
      member.ticket = std::make_unique<Ticket>(*seat.ticket);
      // His session has ended with the host that had its keys.
      member.endpoint = {seat.endpoint.address, 0, 0, {}};
      member.away = now.steady;
      member.latest_line = seat.ticket->lines;
      by_digest_[seat.ticket->digest] = seat.who;
    } else {
      take_place(member);
    }
  }
  present_ = seats_ = members_.size();
  hearers_known_ = false;
  last_ = last;
}

const Member& Room::reserve(std::string name, const wire::Endpoint& from, bool ends_lines,
                            Moment now) {
  const MemberId id = ++last_;
  ++seats_;
  Member& member = members_[id];
  member.id = id;
  member.name = std::move(name);
  member.endpoint = from;
  member.ends_lines = ends_lines;
  member.since = now;
  member.heard = now.steady;
  take_place(member);
  add_name(member);
  return member;
}

void Room::admit(MemberId id, std::optional<Ticket> ticket, std::string token) {
  const auto found = members_.find(id);
  if (found == members_.end()) return;
  auto& member = found->second;
  member.let_in = true;
  if (member.stage != Stage::joining) return;
  if (ticket) {
    by_digest_[ticket->digest] = id;
    member.ticket = std::make_unique<Ticket>(*std::move(ticket));
    member.token = std::move(token);
  }
  member.stage = Stage::present;
  ++present_;
  hearers_known_ = false;
}

void Room::release(const Member& member) {
  vacate(member);
  remove_name(member);
  if (member.ticket) by_digest_.erase(member.ticket->digest);
}

void Room::dismiss(MemberId id) {
  const auto found = members_.find(id);
  if (found == members_.end() || found->second.stage == Stage::leaving) return;
  if (found->second.stage == Stage::present) --present_;
  --seats_;
  found->second.stage = Stage::leaving;
  hearers_known_ = false;
  release(found->second);
}

void Room::remove(MemberId id) {
  dismiss(id);
  members_.erase(id);
}

void Room::heard_from(const wire::Endpoint& from, Moment now) {
  const auto found = by_endpoint_.find(from);
  if (found == by_endpoint_.end()) return;
  Member& member = **found;
  member.heard = now.steady;
  // What a session is told finds its address by itself.
  const bool same_way =
      member.endpoint.via == from.via && member.endpoint.via_port == from.via_port;
  if (from.session == 0 && !same_way) hearers_known_ = false;
  member.endpoint = from;
}

void Room::move(MemberId id, const wire::Endpoint& to, std::string_view token, Moment now) {
  Member& member = members_.at(id);
  member.token = token;
  vacate(member);
  member.endpoint = to;
  member.heard = now.steady;
  take_place(member);
  hearers_known_ = false;
  find_again(id);
}

void Room::set_capabilities(MemberId id, const wire::Capabilities& capabilities) {
  members_.at(id).capabilities = capabilities;
  hearers_known_ = false;
}

void Room::lose(MemberId id, bool has_session, SteadyTime now) {
  Member& member = members_.at(id);
  if (!member.away) member.away = now;
  if (has_session) return;
  vacate(member);
  member.endpoint = {member.endpoint.address, 0, 0, {}};
  hearers_known_ = false;
}

// Whoever speaks from an address is who came from there last.
void Room::take_place(Member& member) {
  const auto [place, is_free] = by_endpoint_.insert(&member);
  if (is_free) return;
  by_endpoint_.erase(place);
  by_endpoint_.insert(&member);
}

void Room::vacate(const Member& member) {
  const auto found = by_endpoint_.find(member.endpoint);
  if (found != by_endpoint_.end() && *found == &member) by_endpoint_.erase(found);
}

void Room::find_again(MemberId id) {
  Member& member = members_.at(id);
  member.away.reset();
  member.missed = false;
}

bool Room::take_line(MemberId id, uint64_t line) {
  auto& latest = members_.at(id).latest_line;
  if (line <= latest) return false;
  latest = line;
  return true;
}

void Room::had_line(MemberId id, uint64_t line) {
  const auto found = members_.find(id);
  if (found == members_.end() || !found->second.ticket) return;
  auto& lines = found->second.ticket->lines;
  lines = std::max(lines, line);
}

const std::vector<Hearer>& Room::hearers() const {
  if (!std::exchange(hearers_known_, true)) {
    hearers_.clear();
    // Not twice as many as there are, as a vector that grows would have it.
    if (hearers_.capacity() < present_) hearers_.reserve(present_ + present_ / 8);
    for (const auto& [id, member] : members_)
      if (member.hears()) hearers_.push_back(hearer_of(member));
  }
  return hearers_;
}

void Room::rest() {
  hearers_ = {};
  hearers_known_ = false;
}

std::vector<Joining> Room::let_in() const {
  std::vector<Joining> all;
  for (const auto& [id, member] : members_)
    if (member.let_in) all.push_back({id, member.name, member.endpoint, Conflict::none});
  return all;
}

const Member* Room::find(MemberId id) const {
  const auto found = members_.find(id);
  return found == members_.end() ? nullptr : &found->second;
}

std::string_view Room::name_of_admitted(MemberId id) const {
  const auto* member = find(id);
  return member && member->let_in ? std::string_view(member->name) : std::string_view();
}

std::vector<std::string> Room::neighbours_of(const Member& member) const {
  const auto source = wire::source_of(member.endpoint.address);
  std::vector<std::string> names;
  for (const auto& [id, other] : members_)
    if (id != member.id && other.stage == Stage::present && source.contains(other.endpoint.address))
      names.push_back(other.name);
  return names;
}

const Member* Room::at(const wire::Endpoint& endpoint) const {
  const auto found = by_endpoint_.find(endpoint);
  return found == by_endpoint_.end() ? nullptr : *found;
}

const Member* Room::holder_of(const std::string& digest) const {
  const auto found = by_digest_.find(digest);
  const Member* member = found == by_digest_.end() ? nullptr : find(found->second);
  return member && member->stage == Stage::present ? member : nullptr;
}

const Member* Room::named(std::string_view name) const {
  const Member* meant = nullptr;
  for (const Member* member : look_alikes(name)) {
    if (member->stage != Stage::present) continue;
    if (member->name == name) return member;
    meant = member;
  }
  return meant;
}

}  // namespace moonroom::room

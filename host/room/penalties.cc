#include "room/penalties.h"

#include "room/look.h"

namespace moonroom::room {
namespace {

WallTime end_of(Duration length, WallTime now) {
  return now + std::chrono::duration_cast<WallTime::duration>(length);
}

template <class Map, class Key>
bool holds(const Map& map, const Key& key, WallTime now) {
  const auto found = map.find(key);
  return found != map.end() && found->second > now;
}

template <class Map, class Key>
const Ban* holding(const Map& map, const Key& key, WallTime now) {
  const auto found = map.find(key);
  return found != map.end() && found->second.until > now ? &found->second.ban : nullptr;
}

template <class Map>
void drop_ended(Map& map, WallTime now) {
  std::erase_if(map, [now](const auto& item) { return item.second.until <= now; });
}

}  // namespace

Ban ban_on(std::string_view whom, Duration length, std::string_view reason) {
  const bool is_address = wire::parse_address(whom).has_value();
  return {is_address ? Ban::Kind::address : Ban::Kind::name, std::string(whom), length,
          std::string(reason)};
}

MuteUntil Penalties::mute(const Member& member, Duration length, WallTime now) {
  const auto ended = [now](const auto& item) { return item.second <= now; };
  MuteUntil mute{skeleton(member.name), member.endpoint, end_of(length, now)};
  muted_names_[mute.skeleton] = mute.until;
  muted_seats_[mute.endpoint] = mute.until;
  std::erase_if(muted_names_, ended);
  std::erase_if(muted_seats_, ended);
  return mute;
}

void Penalties::restore(const std::vector<BanUntil>& bans, const std::vector<MuteUntil>& mutes) {
  for (const auto& each : bans) {
    const auto address = wire::parse_address(each.ban.what);
    if (each.ban.kind == Ban::Kind::name)
      banned_names_[skeleton(each.ban.what)] = each;
    else if (address)
      banned_addresses_[*address] = each;
  }
  for (const auto& mute : mutes) {
    // Either half may be all that was kept.
    // Folding an older version's skeleton once more makes it one of this version's.
    if (!mute.skeleton.empty()) muted_names_[skeleton(mute.skeleton)] = mute.until;
    if (mute.endpoint.port != 0) muted_seats_[mute.endpoint] = mute.until;
  }
}

bool Penalties::is_muted(const Member& member, WallTime now) const {
  if (muted_names_.empty()) return false;
  return holds(muted_names_, skeleton(member.name), now) ||
         holds(muted_seats_, member.endpoint, now);
}

bool Penalties::ban(const Ban& ban, WallTime now) {
  drop_ended(banned_names_, now);
  drop_ended(banned_addresses_, now);
  if (ban.length > Duration::zero() && banned_names_.size() + banned_addresses_.size() >= kMostBans)
    return false;
  const BanUntil sentence{ban, end_of(ban.length, now)};
  if (ban.kind == Ban::Kind::name) {
    banned_names_[skeleton(ban.what)] = sentence;
    return true;
  }
  const auto address = wire::parse_address(ban.what);
  if (address) banned_addresses_[*address] = sentence;
  return address.has_value();
}

const Ban* Penalties::ban_of(std::string_view name, const wire::Address& from, WallTime now) const {
  if (const auto* ban = holding(banned_addresses_, from, now)) return ban;
  if (banned_names_.empty()) return nullptr;
  if (const auto* ban = holding(banned_names_, skeleton(name), now)) return ban;
  return holding(banned_names_, shown_skeleton(name), now);
}

std::vector<BanUntil> Penalties::bans(WallTime now) const {
  std::vector<BanUntil> all;
  for (const auto& [name, sentence] : banned_names_)
    if (sentence.until > now) all.push_back(sentence);
  for (const auto& [address, sentence] : banned_addresses_)
    if (sentence.until > now) all.push_back(sentence);
  return all;
}

}  // namespace moonroom::room

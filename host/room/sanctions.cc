#include "room/sanctions.h"

#include <fmt/format.h>

#include <algorithm>

#include "room/look.h"

namespace moonroom::room {
namespace {

// Wider blocks hold thousands of networks: probably a typing error, else a task for a firewall.
constexpr int kWidestV4 = 8;
constexpr int kWidestV6 = 16;

WallTime end_of(Duration length, WallTime now) {
  return now + std::chrono::duration_cast<WallTime::duration>(length);
}

template <class Map, class Key>
WallTime::duration left_of(const Map& map, const Key& key, WallTime now) {
  const auto found = map.find(key);
  return found == map.end() ? WallTime::duration::zero() : found->second.until - now;
}

template <class Map, class Key>
const BanRecord* holding(const Map& map, const Key& key, WallTime now) {
  const auto found = map.find(key);
  return found != map.end() && found->second.until > now ? &found->second : nullptr;
}

template <class Map>
void drop_ended(Map& map, WallTime now) {
  std::erase_if(map, [now](const auto& item) { return item.second.until <= now; });
}

// "192.0.2.7:80" and "[2001:db8::7]:80" without the port, "[2001:db8::7]" without the brackets.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    const bool is_whole =
        end != std::string_view::npos && (end + 1 == text.size() || text[end + 1] == ':');
    return is_whole ? text.substr(1, end - 1) : text;
  }
  const auto colon = text.find(':');
  const bool is_one =
      colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  return is_one ? text.substr(0, colon) : text;
}

// Nullopt when the text is a name.
Result<std::optional<wire::Prefix>> block_in(std::string_view text) {
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    if (!wire::parse_address(text.substr(0, slash))) return std::nullopt;
    const auto block = wire::parse_prefix(text);
    if (!block) return tl::unexpected(block.error());
    return std::optional(*block);
  }
  const auto bare = without_port(text);
  const auto address = wire::parse_address(bare);
  if (!address) return std::nullopt;
  if (bare.size() != text.size() && !text.ends_with(']') && !wire::parse_endpoint(text))
    return problem(fmt::format("'{}' has no port behind the colon", text));
  return std::optional(wire::source_of(*address));
}

// Reads back as the same block: an IPv6 address alone would mean its source.
std::string as_typed(const wire::Prefix& block) {
  const bool is_within_source = block.is_single() && wire::source_of(block.address) != block;
  return wire::to_string(block) + (is_within_source ? "/128" : "");
}

}  // namespace

Result<Ban> ban_on(std::string_view whom, Duration length, std::string_view reason) {
  const auto block = block_in(whom);
  if (!block) return tl::unexpected(block.error());
  if (!*block) return Ban{Ban::Kind::name, std::string(whom), length, std::string(reason)};
  const bool is_v4 = (*block)->address.is_v4();
  const int widest = is_v4 ? kWidestV4 : kWidestV6;
  if ((*block)->length() < widest)
    return problem(fmt::format("{} is too much of the internet: the length must be {} or more",
                               wire::to_string(**block), widest));
  return Ban{Ban::Kind::address, as_typed(**block), length, std::string(reason)};
}

std::optional<MuteRecord> mute_of(std::string_view name, WallTime until) {
  MuteRecord mute{skeleton(name), {}, until};
  mute.name = name;
  return mute.skeleton.empty() ? std::nullopt : std::optional(std::move(mute));
}

MuteRecord mute_of(const Member& member, bool is_alone, MemberId last, WallTime until) {
  MuteRecord mute{skeleton(member.name), member.connection.endpoint, until};
  mute.name = member.name;
  if (!is_alone || member.connection.endpoint.address.is_any()) return mute;
  mute.source = wire::source_of(member.connection.endpoint.address);
  mute.after = last;
  return mute;
}

void Sanctions::mute(const MuteRecord& mute, WallTime now) {
  drop_ended(muted_names_, now);
  drop_ended(muted_endpoints_, now);
  drop_ended(muted_sources_, now);
  const Muted muted{mute.until, mute.name, mute.after};
  if (!mute.skeleton.empty()) muted_names_[mute.skeleton] = muted;
  if (mute.endpoint.port != 0) muted_endpoints_[mute.endpoint] = muted;
  if (mute.source) muted_sources_[*mute.source] = muted;
}

MuteRecord Sanctions::unmute(const Member& member, WallTime now) {
  auto ended = mute_of(member, true, 0, now);
  mute(ended, now);
  return ended;
}

// Calls `see` for each part of a mute.
template <class See>
void Sanctions::each_mute(See see) const {
  const auto part = [](const Muted& muted) {
    return MuteRecord{{}, {}, muted.until, {}, muted.after, muted.name};
  };
  for (const auto& [key, muted] : muted_names_) {
    auto mute = part(muted);
    mute.skeleton = key;
    // Older versions stored no name.
    if (mute.name.empty()) mute.name = key;
    see(mute);
  }
  for (const auto& [seat, muted] : muted_endpoints_) {
    auto mute = part(muted);
    mute.endpoint = seat;
    see(mute);
  }
  for (const auto& [source, muted] : muted_sources_) {
    auto mute = part(muted);
    mute.source = source;
    see(mute);
  }
}

std::vector<MuteRecord> Sanctions::unmute(std::string_view name, WallTime now) {
  std::vector<MuteRecord> lifted;
  each_mute([&, key = skeleton(name)](MuteRecord& mute) {
    if (mute.until <= now || key.empty() || skeleton(mute.name) != key) return;
    mute.until = now;
    lifted.push_back(mute);
  });
  for (const auto& each : lifted) mute(each, now);
  return lifted;
}

std::vector<MuteRecord> Sanctions::mutes(WallTime now) const {
  std::map<std::string, MuteRecord> by_name;
  each_mute([&](MuteRecord& mute) {
    if (mute.until <= now || mute.name.empty()) return;
    auto& longest = by_name.try_emplace(skeleton(mute.name), mute).first->second;
    longest.until = std::max(longest.until, mute.until);
  });
  std::vector<MuteRecord> all;
  all.reserve(by_name.size());
  for (auto& [key, mute] : by_name) all.push_back(std::move(mute));
  return all;
}

WallTime::duration Sanctions::muted_for(const Member& member, WallTime now) const {
  auto left = WallTime::duration::zero();
  if (muted_names_.empty() && muted_endpoints_.empty() && muted_sources_.empty()) return left;
  left = std::max({left, left_of(muted_names_, skeleton(member.name), now),
                   left_of(muted_endpoints_, member.connection.endpoint, now)});
  const auto source = muted_sources_.find(wire::source_of(member.connection.endpoint.address));
  if (source != muted_sources_.end() && member.id > source->second.after)
    left = std::max(left, source->second.until - now);
  return left;
}

size_t Sanctions::banned_blocks() const {
  size_t count = 0;
  for (const auto& [bits, blocks] : banned_blocks_) count += blocks.size();
  return count;
}

void Sanctions::drop_ended_bans(WallTime now) {
  drop_ended(banned_names_, now);
  for (auto& [bits, blocks] : banned_blocks_) drop_ended(blocks, now);
  std::erase_if(banned_blocks_, [](const auto& item) { return item.second.empty(); });
}

bool Sanctions::ban(const Ban& ban, WallTime now) {
  drop_ended_bans(now);
  if (banned_names_.size() + banned_blocks() >= kMaxBans) return false;
  const BanRecord sentence{ban, end_of(ban.length, now)};
  if (ban.kind == Ban::Kind::name) {
    banned_names_[skeleton(ban.what)] = sentence;
    return true;
  }
  const auto block = wire::parse_prefix(ban.what);
  if (block) banned_blocks_[block->bits][*block] = sentence;
  return block.has_value();
}

std::vector<Ban> Sanctions::unban(const Ban& ban, WallTime now) {
  drop_ended_bans(now);
  std::vector<Ban> lifted;
  const auto lift = [&](auto& map, auto is_meant) {
    std::erase_if(map, [&](const auto& item) {
      if (!is_meant(item.first)) return false;
      lifted.push_back(item.second.ban);
      lifted.back().length = Duration::zero();
      return true;
    });
  };
  if (ban.kind == Ban::Kind::name) {
    lift(banned_names_, [&, key = skeleton(ban.what)](const auto& name) { return name == key; });
    return lifted;
  }
  if (const auto block = wire::parse_prefix(ban.what))
    for (auto& [bits, blocks] : banned_blocks_)
      lift(blocks, [&](const wire::Prefix& inner) { return block->contains(inner); });
  return lifted;
}

void Sanctions::restore(const std::vector<BanRecord>& bans, const std::vector<MuteRecord>& mutes) {
  for (const auto& each : bans) {
    const auto block = wire::parse_prefix(each.ban.what);
    if (each.ban.kind == Ban::Kind::name)
      banned_names_[skeleton(each.ban.what)] = each;
    else if (block)
      banned_blocks_[block->bits][*block] = each;
  }
  for (auto each : mutes) {
    // Folding a skeleton of an older version again converts it to this version's.
    if (!each.skeleton.empty()) each.skeleton = skeleton(each.skeleton);
    mute(each, WallTime::min());
  }
}

const BanRecord* Sanctions::find_block_around(const wire::Prefix& block, WallTime now) const {
  for (const auto& [bits, blocks] : banned_blocks_) {
    if (bits > block.bits) break;
    if (const auto* ban = holding(blocks, wire::prefix_of(block.address, bits), now)) return ban;
  }
  return nullptr;
}

const BanRecord* Sanctions::find_ban(std::string_view name, const wire::Address& from,
                                     WallTime now) const {
  if (const auto* ban = find_block_around(wire::prefix_of(from, 128), now)) return ban;
  if (banned_names_.empty()) return nullptr;
  if (const auto* ban = holding(banned_names_, skeleton(name), now)) return ban;
  return holding(banned_names_, shown_skeleton(name), now);
}

const BanRecord* Sanctions::find_ban_around(const Ban& ban, WallTime now) const {
  const auto block = wire::parse_prefix(ban.what);
  return ban.kind == Ban::Kind::address && block ? find_block_around(*block, now) : nullptr;
}

std::vector<BanRecord> Sanctions::bans(WallTime now) const {
  std::vector<BanRecord> all;
  const auto list = [&](const auto& map) {
    for (const auto& [key, sentence] : map)
      if (sentence.until > now) all.push_back(sentence);
  };
  list(banned_names_);
  for (const auto& [bits, blocks] : banned_blocks_) list(blocks);
  return all;
}

}  // namespace moonroom::room

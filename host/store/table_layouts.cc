#include "store/table_layouts.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace moonroom::store {
namespace {

// The local address that the member writes to: "192.0.2.1", or with the port where the host has
// several sockets: "192.0.2.1:8888".
std::string text_of_way(const wire::Endpoint& endpoint) {
  if (endpoint.via_port == 0) return wire::to_string(endpoint.via);
  return wire::to_string(wire::Endpoint{endpoint.via, endpoint.via_port});
}

bool take_way(std::string_view text, wire::Endpoint& endpoint) {
  if (const auto address = wire::parse_address(text)) {
    endpoint.via = *address;
    return true;
  }
  const auto way = wire::parse_endpoint(text);
  if (!way) return false;
  endpoint.via = way->address;
  endpoint.via_port = way->port;
  return true;
}

}  // namespace

Counters furthest(const Counters& a, const Counters& b) {
  return {std::max(a.last_entry, b.last_entry), std::max(a.last_member, b.last_member),
          std::max(a.lines_said, b.lines_said), std::max(a.sent, b.sent)};
}

// Seats.

const char* const MemberLayout::kPut = "INSERT OR REPLACE INTO seats VALUES (?,?,?,?,?,?,?,?,?,?)";
const char* const MemberLayout::kRemove = "DELETE FROM seats WHERE member = ?";
const char* const MemberLayout::kAll =
    "SELECT member, name, endpoint, via, ends_lines, since, token_digest, lines, behind, session "
    "FROM "
    "seats";

void MemberLayout::bind(Statement& put, const Key& key, const Row& row) {
  put.bind(1, key);
  put.bind(2, row.name);
  put.bind(3, wire::to_string(row.endpoint));
  put.bind(4, text_of_way(row.endpoint));
  put.bind(5, int64_t{row.newline_framing});
  put.bind(6, row.joined_at);
  const auto ticket = row.ticket.value_or(room::ResumeTicket{});
  put.bind(7, ticket.digest);
  put.bind(8, ticket.acked_lines);
  put.bind(9, ticket.joined_after);
  put.bind(10, row.endpoint.session);
}

void MemberLayout::bind_key(Statement& remove, const Key& key) {
  remove.bind(1, key);
}

std::optional<std::pair<room::MemberId, room::MemberRecord>> MemberLayout::read(
    const Statement& all) {
  auto endpoint = wire::parse_endpoint(all.bytes(2));
  if (!endpoint || !take_way(all.bytes(3), *endpoint)) return std::nullopt;
  endpoint->session = all.count(9);
  room::MemberRecord seat{all.count(0), std::string(all.bytes(1)), *endpoint, all.number(4) != 0,
                          all.time(5)};
  if (!all.bytes(6).empty())
    seat.ticket = room::ResumeTicket{std::string(all.bytes(6)), all.count(7), all.count(8)};
  return std::pair(seat.who, seat);
}

// Bans.

const char* const BanLayout::kPut = "INSERT OR REPLACE INTO bans VALUES (?,?,?,?,?,?)";
const char* const BanLayout::kRemove = "DELETE FROM bans WHERE kind = ? AND key = ?";
const char* const BanLayout::kAll = "SELECT kind, key, what, length, reason, until FROM bans";

void BanLayout::bind(Statement& put, const Key& key, const Row& row) {
  bind_key(put, key);
  put.bind(3, row.ban.what);
  put.bind(4, int64_t{row.ban.length.count()});
  put.bind(5, row.ban.reason);
  put.bind(6, row.until);
}

void BanLayout::bind_key(Statement& remove, const Key& key) {
  remove.bind(1, static_cast<int64_t>(key.first));
  remove.bind(2, key.second);
}

std::optional<std::pair<BanLayout::Key, BanLayout::Row>> BanLayout::read(const Statement& all) {
  if (all.count(0) > 1) return std::nullopt;
  const auto kind = static_cast<room::Ban::Kind>(all.number(0));
  const room::Ban ban{kind, std::string(all.bytes(2)), Duration(all.number(3)),
                      std::string(all.bytes(4))};
  return std::pair(Key(kind, all.bytes(1)), Row{ban, all.time(5)});
}

// Mutes.

const char* const MuteLayout::kPut = "INSERT OR REPLACE INTO mutes VALUES (?,?,?,?,?)";
const char* const MuteLayout::kRemove = "DELETE FROM mutes WHERE kind = ? AND key = ?";
const char* const MuteLayout::kAll = "SELECT kind, key, until, after_member, name FROM mutes";

void MuteLayout::bind(Statement& put, const Key& key, const Row& row) {
  bind_key(put, key);
  put.bind(3, row.until);
  put.bind(4, row.after);
  put.bind(5, row.name);
}

void MuteLayout::bind_key(Statement& remove, const Key& key) {
  remove.bind(1, static_cast<int64_t>(key.first));
  remove.bind(2, key.second);
}

std::optional<std::pair<MuteLayout::Key, MuteLayout::Row>> MuteLayout::read(const Statement& all) {
  if (all.count(0) > static_cast<uint64_t>(Kind::source)) return std::nullopt;
  return std::pair(Key(static_cast<Kind>(all.number(0)), all.bytes(1)),
                   Row{all.time(2), all.count(3), std::string(all.bytes(4))});
}

// Plugins' data.

const char* const PluginDataLayout::kPut = "INSERT OR REPLACE INTO kept VALUES (?,?,?)";
const char* const PluginDataLayout::kRemove = "DELETE FROM kept WHERE plugin = ? AND key = ?";
const char* const PluginDataLayout::kAll = "SELECT plugin, key, value FROM kept";

void PluginDataLayout::bind(Statement& put, const Key& key, const Row& row) {
  bind_key(put, key);
  std::string bytes;
  ByteWriter(bytes).value(row);
  put.bind_blob(3, bytes);
}

void PluginDataLayout::bind_key(Statement& remove, const Key& key) {
  remove.bind(1, key.first);
  remove.bind(2, key.second);
}

std::optional<std::pair<PluginDataLayout::Key, Value>> PluginDataLayout::read(
    const Statement& all) {
  ByteReader reader(all.bytes(2));
  auto value = reader.value();
  if (!reader.at_end() || value.is_nil()) return std::nullopt;
  return std::pair(Key(all.bytes(0), all.bytes(1)), std::move(value));
}

// Counters.

const char* const CounterLayout::kPut = "INSERT OR REPLACE INTO counters VALUES (?,?,?,?,?)";
const char* const CounterLayout::kRemove = "DELETE FROM counters WHERE id = ?";
const char* const CounterLayout::kAll =
    "SELECT id, last_entry, last_member, said, sent FROM counters";

void CounterLayout::bind(Statement& put, const Key& key, const Row& row) {
  put.bind(1, key);
  put.bind(2, row.last_entry);
  put.bind(3, row.last_member);
  put.bind(4, row.lines_said);
  put.bind(5, row.sent);
}

void CounterLayout::bind_key(Statement& remove, const Key& key) {
  remove.bind(1, key);
}

std::optional<std::pair<int64_t, Counters>> CounterLayout::read(const Statement& all) {
  return std::pair(all.number(0), Counters{all.count(1), all.count(2), all.count(3), all.count(4)});
}

}  // namespace moonroom::store

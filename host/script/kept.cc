#include "script/kept.h"

#include "base/bytes.h"
#include "script/lua_value.h"
#include "wire/text.h"

namespace moonroom::script {
namespace {

std::string to_bytes(const Value& value) {
  std::string bytes;
  ByteWriter(bytes).value(value);
  return bytes;
}

}  // namespace

Kept::Kept(Value fields) : initial_(std::move(fields)) {
  if (const auto* table = initial_.table())
    for (const auto& [key, value] : table->fields) saved_[key] = to_bytes(value);
}

Value Kept::fields() const {
  Table table;
  for (const auto& [key, bytes] : saved_) table.fields[key] = ByteReader(bytes).value();
  return table;
}

void Kept::push(lua_State* L, bool loading) {
  if (table_ == LUA_NOREF) {
    push_value(L, initial_);
    initial_ = Value();
    table_ = luaL_ref(L, LUA_REGISTRYINDEX);
  }
  may_have_changed_ = true;
  held_ = held_ || loading;
  lua_rawgeti(L, LUA_REGISTRYINDEX, table_);
}

std::vector<std::pair<std::string, Value>> Kept::changes(lua_State* L) {
  std::vector<std::pair<std::string, Value>> changed;
  if (!may_have_changed_ && !held_) return changed;
  may_have_changed_ = false;
  lua_rawgeti(L, LUA_REGISTRYINDEX, table_);
  const Value now = to_value(L, -1);
  lua_pop(L, 1);
  const auto& table = *now.table();
  if (!table.items.empty()) luaL_error(L, "the keys of room.store are texts, not numbers");
  size_t size = 0;
  for (const auto& [key, value] : table.fields) {
    if (key.size() > kMaxKey || !wire::is_utf8(key))
      luaL_error(L, "a key of room.store is a text of at most %d bytes", static_cast<int>(kMaxKey));
    auto bytes = to_bytes(value);
    size += key.size() + bytes.size();
    if (saved_.find(key) == saved_.end() || saved_.at(key) != bytes)
      changed.emplace_back(key, value);
  }
  if (size > kMaxKept)
    luaL_error(L, "room.store is larger than %d bytes: nothing of it was kept",
               static_cast<int>(kMaxKept));
  for (const auto& [key, bytes] : saved_)
    if (!table.field(key)) changed.emplace_back(key, Value());
  if (changed.size() > kMaxKeptChanges)
    luaL_error(L, "one call changes at most %d fields of room.store: nothing of it was kept",
               static_cast<int>(kMaxKeptChanges));
  for (const auto& [key, value] : changed) {
    if (value.is_nil())
      saved_.erase(key);
    else
      saved_[key] = to_bytes(value);
  }
  return changed;
}

}  // namespace moonroom::script

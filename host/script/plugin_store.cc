#include "script/plugin_store.h"

#include <algorithm>
#include <map>
#include <set>

#include "script/lua_value.h"

namespace moonroom::script {
namespace {

// With more changes inside one field, storing the whole field is shorter.
constexpr size_t kMaxPaths = 16;

// Merges many changes inside one field to one change of the whole field, at the place of the first.
std::vector<room::StorePut> shortened(std::vector<room::StorePut> changes, lua_State* L,
                                      int fields) {
  std::map<std::string, size_t> paths;
  for (const auto& change : changes)
    if (!change.path.empty()) ++paths[change.key];
  std::vector<room::StorePut> all;
  for (auto& change : changes) {
    const auto found = paths.find(change.key);
    if (change.path.empty() || found->second <= kMaxPaths) {
      all.push_back(std::move(change));
    } else if (found->second != SIZE_MAX) {
      push_text(L, change.key);
      lua_rawget(L, fields);
      room::StorePut whole;
      whole.key = change.key;
      whole.value = to_value(L, -1);
      lua_pop(L, 1);
      all.push_back(std::move(whole));
      found->second = SIZE_MAX;
    }
  }
  return all;
}

}  // namespace

PluginStore::PluginStore(Value fields) : fields_(std::move(fields)) {
  if (!fields_.table()) fields_ = Table{};
}

void PluginStore::open(lua_State* L) {
  push_value(L, fields_);
  table_ = luaL_ref(L, LUA_REGISTRYINDEX);
  compare_all(L);
  bytes_ = 0;
  for (const auto& slot : image_.slots) bytes_ += slot.all_bytes();
}

// An image of the whole table, with new anchors for its strings.
void PluginStore::compare_all(lua_State* L) {
  lua_newtable(L);  // anchors
  lua_rawgeti(L, LUA_REGISTRYINDEX, table_);
  ImageBuilder all(L, lua_gettop(L) - 1);
  image_ = std::move(*all.image_of(lua_gettop(L)));
  anchored_ = all.anchored();
  max_anchored_ = 2 * anchored_ + 1000;
  lua_pop(L, 1);
  luaL_unref(L, LUA_REGISTRYINDEX, anchors_);
  anchors_ = luaL_ref(L, LUA_REGISTRYINDEX);
}

void PluginStore::push(lua_State* L) {
  if (table_ == LUA_NOREF) open(L);
  lua_rawgeti(L, LUA_REGISTRYINDEX, table_);
}

// Once the table has been pushed, the plugin can hold it, or a table in it, in a variable: so it is
// compared after each call.
std::vector<room::StorePut> PluginStore::changes(lua_State* L) {
  if (table_ == LUA_NOREF) return {};
  lua_rawgeti(L, LUA_REGISTRYINDEX, anchors_);
  lua_rawgeti(L, LUA_REGISTRYINDEX, table_);
  pending_.emplace(L, lua_gettop(L) - 1);
  pending_->compare(lua_gettop(L), image_);
  auto changes = pending_->take_changes();
  if (!changes.empty()) changes = shortened(std::move(changes), L, lua_gettop(L));
  lua_pop(L, 2);
  // The order of the fields is Lua's and arbitrary; within a field it matters.
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.key < b.key; });
  check(changes, L);
  return changes;
}

void PluginStore::check(const std::vector<room::StorePut>& changes, lua_State* L) const {
  std::set<std::string_view> fields;
  for (const auto& change : changes) fields.insert(change.key);
  if (fields.size() > kMaxStoreChanges)
    luaL_error(L, "one call changes at most %d fields of room.store: nothing of it was kept",
               static_cast<int>(kMaxStoreChanges));
  if (static_cast<int64_t>(bytes_) + pending_->growth() > static_cast<int64_t>(kMaxStoreBytes))
    luaL_error(L, "room.store is larger than %d bytes: nothing of it was kept",
               static_cast<int>(kMaxStoreBytes));
}

void PluginStore::commit(lua_State* L, const std::vector<room::StorePut>& changes) {
  if (!pending_) return;
  pending_->commit();
  bytes_ = static_cast<size_t>(static_cast<int64_t>(bytes_) + pending_->growth());
  anchored_ += pending_->anchored();
  pending_.reset();
  auto& fields = std::get<Table>(fields_.data);
  for (const auto& change : changes) room::apply(change, fields);
  if (anchored_ > max_anchored_) compare_all(L);
}

}  // namespace moonroom::script

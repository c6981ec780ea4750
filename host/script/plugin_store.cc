#include "script/plugin_store.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "script/lua_value.h"
#include "text/text.h"

namespace moonroom::script {
namespace {

// With more changes inside one field, storing the whole field is shorter.
constexpr size_t kMaxPaths = 16;

// As `to_value` counts, including the table of fields itself.
constexpr size_t kDeepestKept = 16;

// Sizes in the encoding of values.
constexpr size_t kNumberBytes = 9;
constexpr size_t kFlagBytes = 2;
constexpr size_t kTextBytes = 5;
constexpr size_t kTableBytes = 9;

bool same_number(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

// The nesting depth of a value.
size_t depth_of(const Value& value) {
  const auto* table = value.table();
  if (!table) return 0;
  size_t deepest = 0;
  for (const auto& item : table->items) deepest = std::max(deepest, depth_of(item));
  for (const auto& [key, field] : table->fields) deepest = std::max(deepest, depth_of(field));
  return deepest + 1;
}

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

size_t bytes_of_key(lua_State* L, int key) {
  return lua_type(L, key) == LUA_TSTRING ? lua_objlen(L, key) + kTextBytes - 1 : 0;
}

Value step_of(lua_State* L, int key) {
  return lua_type(L, key) == LUA_TSTRING ? Value(text_at(L, key)) : Value(lua_tonumber(L, key));
}

}  // namespace

bool SlotImage::has_key(lua_State* L, int at) const {
  if (text_key) return lua_topointer(L, at) == text_key;
  return lua_type(L, at) == LUA_TNUMBER && lua_tonumber(L, at) == number_key;
}

bool SlotImage::has_value(lua_State* L, int value) const {
  if (lua_type(L, value) != type) return false;
  switch (type) {
    case LUA_TSTRING:
      return lua_topointer(L, value) == text;
    case LUA_TTABLE:
      return lua_topointer(L, value) == table->identity;
    case LUA_TBOOLEAN:
      return (lua_toboolean(L, value) != 0) == (number != 0);
    default:
      return same_number(lua_tonumber(L, value), number);
  }
}

size_t SlotImage::all_bytes() const {
  size_t all = bytes;
  if (table)
    for (const auto& slot : table->slots) all += slot.all_bytes();
  return all;
}

// Finds the differences without changing the image, so that an error leaves everything as it was.
// The image is patched when the changes are committed.
class PluginStore::Comparison {
 public:
  Comparison(lua_State* L, int anchors) : L_(L), anchors_(anchors) {}

  void compare_root(int index, TableImage& image) { compare(index, image); }
  std::vector<room::StorePut> take_changes() { return std::exchange(changes_, {}); }
  /// The growth in bytes.
  int64_t growth() const { return growth_; }
  size_t anchored() const { return anchored_; }

  void commit() {
    for (auto& patch : patches_) *patch.slot = std::move(patch.fresh);
    for (auto& [image, fresh] : reshaped_) {
      for (auto& slot : fresh)
        if (slot.from) slot.image.table = std::move(image->slots[*slot.from].table);
      image->slots.clear();
      for (auto& slot : fresh) image->slots.push_back(std::move(slot.image));
    }
  }

  /// The image of the table at `index`, which is plain data.
  std::unique_ptr<TableImage> image_of(int index) {
    luaL_checkstack(L_, 6, "plain data");
    auto image = std::make_unique<TableImage>();
    image->identity = lua_topointer(L_, index);
    lua_pushnil(L_);
    while (lua_next(L_, index) != 0) {
      image->slots.push_back(slot_of(lua_gettop(L_) - 1, lua_gettop(L_)));
      lua_pop(L_, 1);
    }
    return image;
  }

 private:
  struct Patch {
    SlotImage* slot = nullptr;
    SlotImage fresh;
  };
  struct FreshSlot {
    SlotImage image;
    /// The slot of the old image that holds this table.
    std::optional<size_t> from;
  };
  // A position in the results so far.
  struct Mark {
    size_t changes, patches, reshaped;
    int64_t growth;
  };

  Mark mark() const { return {changes_.size(), patches_.size(), reshaped_.size(), growth_}; }
  void back_to(const Mark& mark) {
    changes_.resize(mark.changes);
    patches_.resize(mark.patches);
    reshaped_.resize(mark.reshaped);
    growth_ = mark.growth;
  }

  void compare(int index, TableImage& image) {
    luaL_checkstack(L_, 6, "plain data");
    const auto before = mark();
    size_t at = 0;
    bool same_shape = true;
    lua_pushnil(L_);
    while (lua_next(L_, index) != 0) {
      same_shape = at < image.slots.size() && image.slots[at].has_key(L_, -2);
      if (!same_shape) {
        lua_pop(L_, 2);
        break;
      }
      compare_value(image.slots[at++]);
      lua_pop(L_, 1);
    }
    if (same_shape && at == image.slots.size()) return;
    back_to(before);
    compare_shape(index, image);
  }

  // The key and value are on top of the stack.
  void compare_value(SlotImage& slot) {
    if (!slot.has_value(L_, -1)) {
      auto fresh = change(slot.all_bytes());
      patches_.push_back({&slot, std::move(fresh)});
    } else if (slot.table) {
      descend(*slot.table);
    }
  }
  void descend(TableImage& image) {
    path_.push_back(lua_gettop(L_) - 1);
    compare(lua_gettop(L_), image);
    path_.pop_back();
  }

  // Keys were added or removed, or their order has changed.
  void compare_shape(int index, TableImage& image) {
    std::unordered_map<const void*, size_t> by_text;
    std::unordered_map<uint64_t, size_t> by_number;
    for (size_t i = 0; i < image.slots.size(); ++i) {
      const auto& slot = image.slots[i];
      if (slot.text_key)
        by_text[slot.text_key] = i;
      else
        by_number[std::bit_cast<uint64_t>(slot.number_key)] = i;
    }
    const size_t old_length = by_number.size();
    const size_t length = lua_objlen(L_, index);
    std::vector<FreshSlot> fresh;
    std::vector<std::pair<double, size_t>> added;  // Items, with their new slots.
    lua_pushnil(L_);
    while (lua_next(L_, index) != 0) {
      check_key(length);
      fresh.push_back(compare_entry(image, by_text, by_number, added, fresh.size()));
      lua_pop(L_, 1);
    }
    // New items in order, then the removed ones.
    std::sort(added.begin(), added.end());
    for (const auto& [number, place] : added) {
      lua_pushnumber(L_, number);
      lua_rawgeti(L_, index, static_cast<int>(number));
      fresh[place].image = change(0);
      lua_pop(L_, 2);
    }
    for (const auto& [text, place] : by_text) remove(image.slots[place]);
    for (size_t number = old_length; number > length; --number) {
      const auto gone = by_number.find(std::bit_cast<uint64_t>(static_cast<double>(number)));
      if (gone != by_number.end()) remove(image.slots[gone->second]);
    }
    reshaped_.emplace_back(&image, std::move(fresh));
  }

  FreshSlot compare_entry(TableImage& image, std::unordered_map<const void*, size_t>& by_text,
                          std::unordered_map<uint64_t, size_t>& by_number,
                          std::vector<std::pair<double, size_t>>& added, size_t place) {
    std::optional<size_t> known;
    if (lua_type(L_, -2) == LUA_TSTRING) {
      if (auto node = by_text.extract(lua_topointer(L_, -2))) known = node.mapped();
    } else if (auto node = by_number.extract(std::bit_cast<uint64_t>(lua_tonumber(L_, -2)))) {
      known = node.mapped();
    }
    if (!known && lua_type(L_, -2) == LUA_TNUMBER) {
      added.emplace_back(lua_tonumber(L_, -2), place);
      return {};
    }
    if (!known) return {change(0), std::nullopt};
    auto& slot = image.slots[*known];
    if (!slot.has_value(L_, -1)) return {change(slot.all_bytes()), std::nullopt};
    if (!slot.table) return {slot_of(lua_gettop(L_) - 1, lua_gettop(L_)), std::nullopt};
    descend(*slot.table);
    FreshSlot same;
    same.image.text_key = slot.text_key;
    same.image.key = slot.key;
    same.image.number_key = slot.number_key;
    same.image.type = slot.type;
    same.image.bytes = slot.bytes;
    same.from = known;
    return same;
  }

  void check_key(size_t length) {
    if (path_.empty()) {
      if (lua_type(L_, -2) != LUA_TSTRING)
        luaL_error(L_, "the keys of room.store are texts, not %ss", luaL_typename(L_, -2));
      const auto key = text_at(L_, -2);
      if (key.size() > kMaxKey || !text::is_utf8(key))
        luaL_error(L_, "a key of room.store is a text of at most %d bytes",
                   static_cast<int>(kMaxKey));
      return;
    }
    if (lua_type(L_, -2) == LUA_TSTRING) return;
    const double number = lua_type(L_, -2) == LUA_TNUMBER ? lua_tonumber(L_, -2) : 0;
    const bool is_item = number >= 1 && number <= static_cast<double>(length) &&
                         number == static_cast<double>(static_cast<size_t>(number));
    if (!is_item)
      luaL_error(L_, "plain data has keys that are strings or 1..n, not a %s",
                 luaL_typename(L_, -2));
  }

  // The entry on top of the stack is new or has changed: records the change, and returns its image.
  SlotImage change(size_t bytes_before) {
    auto value = to_value(L_, -1);
    if (path_.size() + 1 + depth_of(value) > kDeepestKept)
      luaL_error(L_, "plain data is nested at most %d deep", static_cast<int>(kDeepestKept));
    add_change(lua_gettop(L_) - 1, std::move(value));
    auto fresh = slot_of(lua_gettop(L_) - 1, lua_gettop(L_));
    growth_ += static_cast<int64_t>(fresh.all_bytes()) - static_cast<int64_t>(bytes_before);
    return fresh;
  }
  void add_change(int key, Value value) {
    room::StorePut keep;
    keep.value = std::move(value);
    path_.push_back(key);
    keep.key = text_at(L_, path_.front());
    for (size_t i = 1; i < path_.size(); ++i) keep.path.push_back(step_of(L_, path_[i]));
    path_.pop_back();
    changes_.push_back(std::move(keep));
  }
  // Lua no longer has an entry for it.
  void remove(const SlotImage& slot) {
    room::StorePut keep;
    for (const int key : path_) keep.path.push_back(step_of(L_, key));
    keep.path.push_back(slot.text_key ? Value(slot.key) : Value(slot.number_key));
    keep.key = *keep.path.front().text();
    keep.path.erase(keep.path.begin());
    changes_.push_back(std::move(keep));
    growth_ -= static_cast<int64_t>(slot.all_bytes());
  }

  SlotImage slot_of(int key, int value) {
    SlotImage slot;
    if (lua_type(L_, key) == LUA_TSTRING) {
      slot.text_key = lua_topointer(L_, key);
      slot.key = text_at(L_, key);
      anchor(key);
    } else {
      slot.number_key = lua_tonumber(L_, key);
    }
    slot.type = lua_type(L_, value);
    slot.bytes = bytes_of_key(L_, key);
    switch (slot.type) {
      case LUA_TSTRING:
        slot.text = lua_topointer(L_, value);
        slot.bytes += lua_objlen(L_, value) + kTextBytes;
        anchor(value);
        break;
      case LUA_TTABLE:
        slot.bytes += kTableBytes;
        slot.table = image_of(value);
        break;
      case LUA_TBOOLEAN:
        slot.number = lua_toboolean(L_, value);
        slot.bytes += kFlagBytes;
        break;
      default:
        slot.number = lua_tonumber(L_, value);
        slot.bytes += kNumberBytes;
    }
    return slot;
  }

  void anchor(int text) {
    ++anchored_;
    lua_pushvalue(L_, text);
    lua_pushboolean(L_, 1);
    lua_rawset(L_, anchors_);
  }

  lua_State* L_;
  int anchors_;
  size_t anchored_ = 0;
  // The keys on the way to the current table, as stack indices.
  std::vector<int> path_;
  std::vector<room::StorePut> changes_;
  std::vector<Patch> patches_;
  std::vector<std::pair<TableImage*, std::vector<FreshSlot>>> reshaped_;
  int64_t growth_ = 0;
};

PluginStore::PluginStore(Value fields) : fields_(std::move(fields)) {
  if (!fields_.table()) fields_ = Table{};
}

PluginStore::~PluginStore() = default;

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
  Comparison all(L, lua_gettop(L) - 1);
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
  pending_ = std::make_unique<Comparison>(L, lua_gettop(L) - 1);
  pending_->compare_root(lua_gettop(L), image_);
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

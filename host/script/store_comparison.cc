#include "script/store_comparison.h"

#include <algorithm>
#include <bit>

#include "script/lua_value.h"
#include "text/text.h"

namespace moonroom::script {
namespace {

// As `to_value` counts, including the table of fields itself.
constexpr size_t kDeepestKept = 16;

// The nesting depth of a value.
size_t depth_of(const Value& value) {
  const auto* table = value.table();
  if (!table) return 0;
  size_t deepest = 0;
  for (const auto& item : table->items) deepest = std::max(deepest, depth_of(item));
  for (const auto& [key, field] : table->fields) deepest = std::max(deepest, depth_of(field));
  return deepest + 1;
}

Value step_of(lua_State* L, int key) {
  return lua_type(L, key) == LUA_TSTRING ? Value(text_at(L, key)) : Value(lua_tonumber(L, key));
}

}  // namespace

void StoreComparison::commit() {
  for (auto& patch : patches_) *patch.slot = std::move(patch.fresh);
  for (auto& [image, fresh] : reshaped_) {
    for (auto& slot : fresh)
      if (slot.from) slot.image.table = std::move(image->slots[*slot.from].table);
    image->slots.clear();
    for (auto& slot : fresh) image->slots.push_back(std::move(slot.image));
  }
}

void StoreComparison::compare(int index, TableImage& image) {
  luaL_checkstack(L_, 6, "plain data");
  const auto before = mark();
  if (compare_entries(index, image)) return;
  back_to(before);
  compare_shape(index, image);
}

// False when the table does not have the keys of its image in the same order.
bool StoreComparison::compare_entries(int index, TableImage& image) {
  size_t at = 0;
  lua_pushnil(L_);
  while (lua_next(L_, index) != 0) {
    if (at == image.slots.size() || !image.slots[at].has_key(L_, -2)) {
      lua_pop(L_, 2);
      return false;
    }
    compare_value(image.slots[at++]);
    lua_pop(L_, 1);
  }
  return at == image.slots.size();
}

// The key and value are on top of the stack.
void StoreComparison::compare_value(SlotImage& slot) {
  if (!slot.has_value(L_, -1)) {
    auto fresh = change(slot.all_bytes());
    patches_.push_back({&slot, std::move(fresh)});
  } else if (slot.table) {
    descend(*slot.table);
  }
}

void StoreComparison::descend(TableImage& image) {
  path_.push_back(lua_gettop(L_) - 1);
  compare(lua_gettop(L_), image);
  path_.pop_back();
}

StoreComparison::Unseen::Unseen(const TableImage& image) {
  for (size_t i = 0; i < image.slots.size(); ++i) {
    const auto& slot = image.slots[i];
    if (slot.text_key)
      by_text[slot.text_key] = i;
    else
      by_number[std::bit_cast<uint64_t>(slot.number_key)] = i;
  }
  length = by_number.size();
}

std::optional<size_t> StoreComparison::Unseen::take(lua_State* L) {
  if (lua_type(L, -2) == LUA_TSTRING) {
    if (auto node = by_text.extract(lua_topointer(L, -2))) return node.mapped();
  } else if (auto node = by_number.extract(std::bit_cast<uint64_t>(lua_tonumber(L, -2)))) {
    return node.mapped();
  }
  return std::nullopt;
}

// Keys were added or removed, or their order has changed.
void StoreComparison::compare_shape(int index, TableImage& image) {
  Unseen unseen(image);
  const size_t length = lua_objlen(L_, index);
  std::vector<FreshSlot> fresh;
  std::vector<std::pair<double, size_t>> added;  // Items, with their new slots.
  lua_pushnil(L_);
  while (lua_next(L_, index) != 0) {
    check_key(length);
    const auto known = unseen.take(L_);
    if (!known && lua_type(L_, -2) == LUA_TNUMBER) {
      added.emplace_back(lua_tonumber(L_, -2), fresh.size());
      fresh.emplace_back();
    } else {
      fresh.push_back(compare_entry(image, known));
    }
    lua_pop(L_, 1);
  }
  add_items(index, std::move(added), fresh);
  remove_unseen(image, unseen, length);
  reshaped_.emplace_back(&image, std::move(fresh));
}

// New items in order, because each extends the list.
void StoreComparison::add_items(int index, std::vector<std::pair<double, size_t>> added,
                                std::vector<FreshSlot>& fresh) {
  std::sort(added.begin(), added.end());
  for (const auto& [number, place] : added) {
    lua_pushnumber(L_, number);
    lua_rawgeti(L_, index, static_cast<int>(number));
    fresh[place].image = change(0);
    lua_pop(L_, 2);
  }
}

// Items from the end of the list.
void StoreComparison::remove_unseen(const TableImage& image, const Unseen& unseen, size_t length) {
  for (const auto& [text, place] : unseen.by_text) remove(image.slots[place]);
  for (size_t number = unseen.length; number > length; --number) {
    const auto gone = unseen.by_number.find(std::bit_cast<uint64_t>(static_cast<double>(number)));
    if (gone != unseen.by_number.end()) remove(image.slots[gone->second]);
  }
}

StoreComparison::FreshSlot StoreComparison::compare_entry(TableImage& image,
                                                          std::optional<size_t> known) {
  if (!known) return {change(0), std::nullopt};
  auto& slot = image.slots[*known];
  if (!slot.has_value(L_, -1)) return {change(slot.all_bytes()), std::nullopt};
  if (!slot.table) return {images_.slot_of(lua_gettop(L_) - 1, lua_gettop(L_)), std::nullopt};
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

void StoreComparison::check_key(size_t length) const {
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
    luaL_error(L_, "plain data has keys that are strings or 1..n, not a %s", luaL_typename(L_, -2));
}

// The entry on top of the stack is new or has changed: records the change, and returns its image.
SlotImage StoreComparison::change(size_t bytes_before) {
  auto value = to_value(L_, -1);
  if (path_.size() + 1 + depth_of(value) > kDeepestKept)
    luaL_error(L_, "plain data is nested at most %d deep", static_cast<int>(kDeepestKept));
  add_change(lua_gettop(L_) - 1, std::move(value));
  auto fresh = images_.slot_of(lua_gettop(L_) - 1, lua_gettop(L_));
  growth_ += static_cast<int64_t>(fresh.all_bytes()) - static_cast<int64_t>(bytes_before);
  return fresh;
}

void StoreComparison::add_change(int key, Value value) {
  room::StorePut keep;
  keep.value = std::move(value);
  path_.push_back(key);
  keep.key = text_at(L_, path_.front());
  for (size_t i = 1; i < path_.size(); ++i) keep.path.push_back(step_of(L_, path_[i]));
  path_.pop_back();
  changes_.push_back(std::move(keep));
}

// Lua no longer has an entry for it.
void StoreComparison::remove(const SlotImage& slot) {
  room::StorePut keep;
  for (const int key : path_) keep.path.push_back(step_of(L_, key));
  keep.path.push_back(slot.text_key ? Value(slot.key) : Value(slot.number_key));
  keep.key = *keep.path.front().text();
  keep.path.erase(keep.path.begin());
  changes_.push_back(std::move(keep));
  growth_ -= static_cast<int64_t>(slot.all_bytes());
}

}  // namespace moonroom::script

#include "script/table_image.h"

#include <bit>
#include <cstdint>

#include "script/lua_value.h"

namespace moonroom::script {
namespace {

// Sizes in the encoding of values.
constexpr size_t kNumberBytes = 9;
constexpr size_t kFlagBytes = 2;
constexpr size_t kTextBytes = 5;
constexpr size_t kTableBytes = 9;

bool same_number(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
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

std::unique_ptr<TableImage> ImageBuilder::image_of(int table) {
  luaL_checkstack(L_, 6, "plain data");
  auto image = std::make_unique<TableImage>();
  image->identity = lua_topointer(L_, table);
  lua_pushnil(L_);
  while (lua_next(L_, table) != 0) {
    image->slots.push_back(slot_of(lua_gettop(L_) - 1, lua_gettop(L_)));
    lua_pop(L_, 1);
  }
  return image;
}

void ImageBuilder::set_key(SlotImage& slot, int key) {
  if (lua_type(L_, key) != LUA_TSTRING) {
    slot.number_key = lua_tonumber(L_, key);
    return;
  }
  slot.text_key = lua_topointer(L_, key);
  slot.key = text_at(L_, key);
  slot.bytes += slot.key.size() + kTextBytes - 1;
  anchor(key);
}

SlotImage ImageBuilder::slot_of(int key, int value) {
  SlotImage slot;
  set_key(slot, key);
  slot.type = lua_type(L_, value);
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

void ImageBuilder::anchor(int text) {
  ++anchored_;
  lua_pushvalue(L_, text);
  lua_pushboolean(L_, 1);
  lua_rawset(L_, anchors_);
}

}  // namespace moonroom::script

// An image of a table of plain data in Lua. It holds the addresses of Lua's own strings (equal
// strings are one object), so comparing an entry with it costs some nanoseconds. All inside
// `LuaState::guarded`.
#pragma once

#include <cstddef>
#include <lua.hpp>
#include <memory>
#include <string>
#include <vector>

namespace moonroom::script {

struct TableImage;

/// One entry of a table as of the last comparison.
struct SlotImage {
  /// The key: a string and its address, or null and a number.
  const void* text_key = nullptr;
  std::string key;
  double number_key = 0;
  int type = LUA_TNIL;
  /// The value: the address of a string, or null and a number or boolean; or a table.
  const void* text = nullptr;
  double number = 0;
  std::unique_ptr<TableImage> table;
  /// Size on disk, without the contents of a table.
  size_t bytes = 0;

  bool has_key(lua_State* L, int at) const;
  bool has_value(lua_State* L, int value) const;
  size_t all_bytes() const;
};

struct TableImage {
  /// The table's address.
  const void* identity = nullptr;
  /// In the order of Lua's `next`.
  std::vector<SlotImage> slots;
};

/// Makes images of tables. It adds their strings to the table at `anchors`: a string that is not
/// collected keeps its address.
class ImageBuilder {
 public:
  ImageBuilder(lua_State* L, int anchors) : L_(L), anchors_(anchors) {}

  std::unique_ptr<TableImage> image_of(int table);
  /// The entry whose key and value are at these indices.
  SlotImage slot_of(int key, int value);
  /// How many strings it has anchored.
  size_t anchored() const { return anchored_; }

 private:
  void set_key(SlotImage& slot, int key);
  void anchor(int text);

  lua_State* L_;
  int anchors_;
  size_t anchored_ = 0;
};

}  // namespace moonroom::script

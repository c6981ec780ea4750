// A change of one field of a plugin's stored data. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/value.h"
#include "room/bounds.h"

namespace moonroom::room {

/// Sets a field of the stored data, or a value inside it; nil removes it. `owner` is the plugin's
/// number.
struct StorePut {
  uint32_t owner = 0;
  std::string key;
  Value value;
  /// The path below the field: texts are keys, numbers are list indexes from 1. Empty: the field
  /// itself.
  std::vector<Value> path{};

  static void fields(auto& it, auto& visit) {
    visit(it.owner, it.key, it.value, bounded(it.path, is_path));
  }
};

/// Applies the change to `field`. Returns false, without a change, when the path does not exist.
/// The index behind the last item appends.
bool apply(const StorePut& keep, Value& field);

/// The same for a table of fields.
bool apply(const StorePut& keep, Table& fields);

}  // namespace moonroom::room

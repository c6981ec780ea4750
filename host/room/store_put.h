// One change of what a plugin keeps. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/value.h"

namespace moonroom::room {

/// One field of what a plugin keeps, or a place inside it; nil takes it away. `owner` is the
/// plugin's number.
struct StorePut {
  uint32_t owner = 0;
  std::string key;
  Value value;
  /// Below the field: texts are keys, numbers are places in a list, from 1 on. Empty: the field.
  std::vector<Value> path{};
};

/// Makes the change in `value`, the field's own. A path that leads to no place changes nothing:
/// then false. The place behind the last of a list is one.
bool apply(const StorePut& keep, Value& field);

/// The same in a table of fields.
bool apply(const StorePut& keep, Table& fields);

}  // namespace moonroom::room

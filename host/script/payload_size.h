// The bytes of an action's texts, values and lists, by its description (base/fields.h). Numbers
// outside lists count nothing: each action has a few.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "script/lua_value.h"

namespace moonroom::script {

class PayloadSize {
 public:
  template <class... Ts>
  void operator()(const Ts&... fields) {
    (add(fields), ...);
  }
  size_t bytes() const { return bytes_; }

 private:
  template <class T, class Bound>
  void add(const Bounded<T, Bound>& it) {
    add(it.field);
  }
  void add(const std::string& text) { bytes_ += text.size(); }
  void add(const Value& value) { bytes_ += size_of(value); }
  template <class T>
  void add(const std::vector<T>& items) {
    if constexpr (Number<T>) bytes_ += items.size() * sizeof(T);
    for (const auto& item : items) add(item);
  }
  template <class... Ts>
  void add(const std::variant<Ts...>& one) {
    std::visit([this](const auto& alternative) { this->add(alternative); }, one);
  }
  template <class T>
  void add(const T& it) {
    if constexpr (requires { T::fields(it, *this); }) T::fields(it, *this);
  }

  size_t bytes_ = 0;
};

template <class T>
size_t payload_size(const T& action) {
  PayloadSize size;
  size(action);
  return size.bytes();
}

}  // namespace moonroom::script

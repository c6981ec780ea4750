// What hooks and functions of `room` take, for the reference. The texts are literals.
#pragma once

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace moonroom::script {

struct Parameter {
  std::string_view name;
  /// A LuaCATS type; a trailing "?" marks an optional argument.
  std::string_view type;
  std::string_view help;
};

/// At most three, so that tables of functions are constants.
class Parameters {
 public:
  constexpr Parameters() = default;
  constexpr Parameters(std::initializer_list<Parameter> list) : size_(list.size()) {
    std::copy(list.begin(), list.end(), items_.begin());
  }
  constexpr const Parameter* begin() const { return items_.data(); }
  constexpr const Parameter* end() const { return items_.data() + size_; }
  constexpr size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }

 private:
  std::array<Parameter, 3> items_;
  size_t size_ = 0;
};

}  // namespace moonroom::script

// The table behind `tr` (language.h): English texts of the programs and their Chinese twins. A test
// holds it to the sources: what is said has a row, what has a row is said, and both sides have the
// same gaps.
#pragma once

#include <span>
#include <string_view>

namespace moonroom {

struct Translation {
  std::string_view english;
  std::string_view chinese;
};

std::span<const Translation> chinese_texts();

}  // namespace moonroom

// The table behind `tr` (language.h): the programs' English texts and their Chinese translations. A
// test compares it with the sources: every text has a row, every row is used, and both sides have
// the same placeholders.
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

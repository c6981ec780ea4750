// Texts that are hard to cut: every script defines characters differently.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moonroom::wire {

inline std::string repeated(std::string_view text, size_t times) {
  std::string out;
  while (times-- > 0) out += text;
  return out;
}

/// A letter with so many accents that it has nearly `bytes` bytes: one character to a reader.
inline std::string zalgo(size_t bytes) {
  return "z" + repeated("\u0335", (bytes - 1) / 2);
}

/// Texts as lists of their characters (grapheme clusters). Those of one list can follow each other
/// in any order and number without joining into one cluster.
inline const std::vector<std::vector<std::string>>& character_lists() {
  static const std::vector<std::vector<std::string>> lists = {
      {"a", "b", " ", "c", "."},
      {"é", "e\u0301", "ß", "ñ", "o\u0308\u0304"},
      {"聊", "天", "室", "。"},
      {"👩‍👩‍👧‍👦", "👍🏽", "❤️", "🏳️‍🌈", "👩🏾‍🚀"},
      {"🇩🇪", "🇨🇳", "🇳🇿"},
      {"한", "\u1112\u1161\u11ab", "국"},
      {"நி", "கு", "a"},
      {"a", zalgo(40), "🧑‍🤝‍🧑", zalgo(2500), "語", "\r\n"},
  };
  return lists;
}

}  // namespace moonroom::wire

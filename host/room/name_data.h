// Properties of code points for the name rules; generated from ICU.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace moonroom::room {

enum class Kind : uint8_t {
  /// Invisible, unassigned, private or a control.
  hidden,
  /// A colon of any width, or a character that looks like one.
  colon,
  /// Combines with the character before it.
  mark,
  /// A spacing vowel sign.
  sign,
  /// A letter or a number.
  letter,
  /// An emoji.
  picture,
  symbol,
};

struct ScriptSet {
  std::array<uint64_t, 4> bits;

  ScriptSet operator&(const ScriptSet& other) const;
  bool empty() const;
};
constexpr ScriptSet kEveryScript = {{~0ULL, ~0ULL, ~0ULL, ~0ULL}};

struct Property {
  Kind kind;
  /// The scripts that use the character, with UTS 39's Japanese, Korean and Han with Bopomofo.
  const ScriptSet& scripts;
};

Property property_of(char32_t point);

/// True when characters of these script sets can be mixed with Latin in one name (UTS 39: highly
/// restrictive). Only a few sets can.
bool stands_with(size_t group, const ScriptSet& scripts);
constexpr size_t kGroups = 3;

/// The zero of the digit range that contains `point`; 0 if it is no decimal digit.
char32_t zero_of(char32_t point);

/// What a decomposed code point looks like: case-folded, or as displayed. `is_itself` is true, and
/// `text` empty, for a code point that looks like itself.
struct LookOf {
  std::string_view text;
  bool is_itself = true;
};
LookOf folded_look(char32_t point);
LookOf shown_look(char32_t point);

}  // namespace moonroom::room

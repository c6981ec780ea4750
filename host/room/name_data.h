// Unicode's properties of code points, as far as names need them; generated from ICU.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace moonroom::room {

enum class Kind : uint8_t {
  /// Shows as nothing, or is unassigned, private or a control.
  hidden,
  /// A colon of any width, and what looks like one.
  colon,
  /// Stands on, in or around the character before it.
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
  /// Those in which it is used, with UTS 39's Japanese, Korean and Han with Bopomofo.
  const ScriptSet& scripts;
};

Property property_of(char32_t point);

/// May characters of these scripts, each set one character's, stand in one name with Latin ones?
/// UTS 39: highly restrictive. The sets of scripts that may are few.
bool stands_with(size_t group, const ScriptSet& scripts);
constexpr size_t kGroups = 3;

/// The zero of the digits of which `point` is one; 0 for what is no decimal digit.
char32_t zero_of(char32_t point);

/// What one decomposed code point looks like: its folded look, or as it is shown. Nothing for a
/// code point that looks like itself: `is_itself` is true then.
struct LookOf {
  std::string_view text;
  bool is_itself = true;
};
LookOf folded_look(char32_t point);
LookOf shown_look(char32_t point);

}  // namespace moonroom::room

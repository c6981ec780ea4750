// A regular expression as RE2 writes it (github.com/google/re2/wiki/Syntax): its time is linear in
// the text, its memory bounded, whatever the pattern is.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace moonroom::match {

class Pattern {
 public:
  /// Longer ones are not written by people.
  static constexpr size_t kMaxBytes = 4096;
  /// What one takes when it has been used for a while; at most it is some hundred KiB.
  static constexpr size_t kUsualBytes = 64u << 10;

  /// Fails with RE2's own words for what is wrong with it.
  static Result<Pattern> build(std::string_view pattern, bool ignore_case);

  /// What was found: the whole first, then what the parentheses took; nothing for one that had no
  /// part in it. Views into the text.
  using Match = std::vector<std::optional<std::string_view>>;
  /// The first one at `from` or behind it.
  std::optional<Match> find(std::string_view text, size_t from) const;

  /// Replaces all; `\1` in `with` is what the first parentheses took, `\0` the whole. Fails when
  /// there are not as many. `count` is how many were replaced.
  Result<std::string> replace(std::string_view text, std::string_view with, int& count) const;

 private:
  explicit Pattern(std::unique_ptr<re2::RE2> expression) : expression_(std::move(expression)) {}

  std::unique_ptr<re2::RE2> expression_;
};

}  // namespace moonroom::match

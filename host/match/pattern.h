// A regular expression in RE2's syntax (github.com/google/re2/wiki/Syntax): linear time in the text
// and bounded memory for any pattern.
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
  /// A generous limit for patterns written by hand.
  static constexpr size_t kMaxBytes = 4096;
  /// The typical memory of a pattern in use; the maximum is some hundred KiB.
  static constexpr size_t kUsualBytes = 64u << 10;

  /// Fails with RE2's message.
  static Result<Pattern> build(std::string_view pattern, bool ignore_case);

  /// A match: the whole first, then the groups; nullopt for a group that took no part. Views into
  /// the text.
  using Match = std::vector<std::optional<std::string_view>>;
  /// The first match at `from` or behind it.
  std::optional<Match> find(std::string_view text, size_t from) const;

  /// Replaces all matches; `\1` in `with` is the first group, `\0` the whole match. Fails when
  /// there is no such group. `count` is the number of replacements.
  Result<std::string> replace(std::string_view text, std::string_view with, int& count) const;

 private:
  explicit Pattern(std::unique_ptr<re2::RE2> expression) : expression_(std::move(expression)) {}

  std::unique_ptr<re2::RE2> expression_;
};

}  // namespace moonroom::match

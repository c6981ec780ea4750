// The lines entered earlier, and the position of a walk through them. Pure: a callback gets each
// new line, so that its owner can store it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::terminal {

class History {
 public:
  /// About a month of messages.
  static constexpr size_t kMaxLines = 2000;

  using Keep = std::function<void(const std::string& line)>;

  /// `lines` come from an earlier run, the oldest first; `keep` is called for each line that is
  /// added.
  explicit History(std::vector<std::string> lines = {}, Keep keep = {});

  /// Ignores empty lines, repetitions, and lines that begin with a blank (so that a user can keep a
  /// line out of the history).
  void add(const std::string& line);

  /// The line before the shown one. `draft` is the text typed so far, kept for the way back.
  std::optional<std::string> older(std::string_view draft);
  /// The line after the shown one, at last the draft.
  std::optional<std::string> newer();
  /// Ends the walk: the next `older` begins at the latest line again.
  void stay() { place_ = lines_.size(); }

  /// The latest line before number `before` that contains `words`.
  std::optional<size_t> find(std::string_view words, size_t before) const;
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
  Keep keep_;
  size_t place_ = 0;
  std::string draft_;
};

}  // namespace moonroom::terminal

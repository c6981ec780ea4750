// Lines that were entered before, and a walk through them. Pure; whoever wants them to outlive the
// program is told of each new one.
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
  /// Enough to find what one said this month.
  static constexpr size_t kMaxLines = 2000;

  using Keep = std::function<void(const std::string& line)>;

  /// `lines` from an earlier run, the oldest first; `keep` is called for each line that is added.
  explicit History(std::vector<std::string> lines = {}, Keep keep = {});

  /// Not an empty line, nor the same twice in a row, nor one that begins with a blank: that is how
  /// one keeps a line to oneself.
  void add(const std::string& line);

  /// The line before the one shown; `draft` is what is typed now and is kept for the way back.
  std::optional<std::string> older(std::string_view draft);
  /// The line after it, the draft at last.
  std::optional<std::string> newer();
  /// The walk has ended: the next `older` begins at the end again.
  void stay() { place_ = lines_.size(); }

  /// The latest line in front of the `before`th that holds `words`.
  std::optional<size_t> find(std::string_view words, size_t before) const;
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
  Keep keep_;
  size_t place_ = 0;
  std::string draft_;
};

}  // namespace moonroom::terminal

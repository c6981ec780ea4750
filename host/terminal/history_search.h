// Ctrl-R: incremental search in the history. Pure.
#pragma once

#include <optional>
#include <string>

#include "terminal/history.h"
#include "terminal/key.h"

namespace moonroom::terminal {

class HistorySearch {
 public:
  /// `draft` is the text typed before the search. `history` must outlive this.
  HistorySearch(const History& history, std::string draft)
      : history_(&history), draft_(std::move(draft)) {}

  enum class Step {
    /// The search goes on.
    searching,
    /// It has ended, and the caller must handle the key.
    ended,
    /// It was given up: the line is the draft again.
    given_up,
  };
  Step on_key(const Key& key);

  const std::string& words() const { return words_; }
  const std::string& draft() const { return draft_; }
  /// The found line; null when the line stays as it was.
  const std::string* found() const { return found_ ? &history_->lines()[*found_] : nullptr; }

 private:
  void find(size_t before);

  const History* history_;
  std::string draft_;
  std::string words_;
  // Number of the found line in the history.
  std::optional<size_t> found_;
};

}  // namespace moonroom::terminal

// The latest messages that a filter changed or refused, and the plugins that did so, for /why.
// Pure; bounded.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "ring/message.h"

namespace moonroom::ring {

struct FilterLogEntry {
  uint64_t number = 0;
  room::MemberId who = 0;
  /// The author's name and the original text.
  std::string name;
  std::string text;
  std::vector<FilterEffect> effects;
};

class FilterLog {
 public:
  /// Adds a judged message if a filter changed or refused it. A message that all filters passed
  /// costs nothing.
  void add(const room::MessageEvent& saying, std::string name, std::vector<FilterEffect> marks);
  /// Null when no filter changed it, or its entry has been pushed out.
  const FilterLogEntry* find(uint64_t number) const;
  /// Oldest first.
  const std::deque<FilterLogEntry>& entries() const { return entries_; }

 private:
  // Holds an hour of ordinary talk; a flood of refused lines pushes out the older entries.
  static constexpr size_t kMaxEntries = 1000;

  std::deque<FilterLogEntry> entries_;
};

}  // namespace moonroom::ring

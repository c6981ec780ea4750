// The latest messages that a filter changed or refused, and which plugin did it, for /why. Pure;
// bounded.
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
  /// The author's name, and what he said.
  std::string name;
  std::string text;
  std::vector<FilterEffect> effects;
};

class FilterLog {
 public:
  /// Adds a judged message if a filter did anything to it; most passed and cost nothing.
  void add(const room::MessageEvent& saying, std::string name, std::vector<FilterEffect> marks);
  /// Null when nothing was done to it, or when it was too long ago.
  const FilterLogEntry* find(uint64_t number) const;
  /// Oldest first.
  const std::deque<FilterLogEntry>& entries() const { return entries_; }

 private:
  // A flood of refused lines pushes out the older ones; an hour of ordinary talk fits.
  static constexpr size_t kMaxEntries = 1000;

  std::deque<FilterLogEntry> entries_;
};

}  // namespace moonroom::ring

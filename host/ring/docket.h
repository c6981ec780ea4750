// What plugins did to messages, for whoever asks why: the latest that were changed or refused, with
// who did it. Pure; bounded.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "ring/message.h"

namespace moonroom::ring {

struct Case {
  uint64_t number = 0;
  room::MemberId who = 0;
  /// The author's name, and what he said.
  std::string name;
  std::string text;
  std::vector<Mark> marks;
};

class Docket {
 public:
  /// Takes in a message that was judged. Most were let pass, and cost nothing.
  void note(const room::Saying& saying, std::string name, std::vector<Mark> marks);
  /// Null when nothing was done to it, or when it was too long ago.
  const Case* find(uint64_t number) const;
  /// Oldest first.
  const std::deque<Case>& cases() const { return cases_; }

 private:
  // A flood of refused lines pushes out the older ones; an hour of ordinary talk fits.
  static constexpr size_t kKept = 1000;

  std::deque<Case> cases_;
};

}  // namespace moonroom::ring

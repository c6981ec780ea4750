#include "room/event.h"

#include <array>

namespace moonroom::room {

std::string_view to_string(NameConflict conflict) {
  constexpr std::array<std::string_view, 9> kWords = {
      "none", "taken", "confusable", "invalid", "colon", "bare", "mixed", "words", "reserved"};
  return kWords.at(static_cast<size_t>(conflict));
}

std::string_view to_string(LeaveReason why) {
  constexpr std::array<std::string_view, 7> kWords = {"quit", "timeout",  "gone",    "kick",
                                                      "ban",  "replaced", "shutdown"};
  return kWords.at(static_cast<size_t>(why));
}

bool passes_scripts(const Event& event) {
  return std::holds_alternative<SanctionEvent>(event) ||
         std::holds_alternative<ReturnEvent>(event) || std::holds_alternative<AwayEvent>(event) ||
         std::holds_alternative<BackEvent>(event) || std::holds_alternative<CloseEvent>(event);
}

}  // namespace moonroom::room

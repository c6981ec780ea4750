#include "admin/watch_command.h"

namespace moonroom::admin {
namespace {

constexpr std::string_view kLive = "/top";

constexpr int kRefresh = 1000;  // Milliseconds: numbers that change faster are unreadable.

}  // namespace

bool is_live(std::string_view line) {
  return line.substr(0, line.find_last_not_of(' ') + 1) == kLive;
}

void watch_page(terminal::Console& console, std::span<const terminal::Source> sources,
                const std::function<std::optional<std::string>()>& ask) {
  auto page = ask();
  while (page && console.watch(sources, *page, kRefresh)) page = ask();
  console.end_watch();
}

}  // namespace moonroom::admin

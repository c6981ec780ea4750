#include "client/calendar.h"

#include <fmt/format.h>

#include <chrono>

namespace moonroom::client {
namespace {

time_t seconds_of(WallTime time) {
  return std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

std::tm local_time(WallTime time) {
  const time_t seconds = seconds_of(time);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return local;
}

std::string date_of(const std::tm& local) {
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

std::string time_of_day(WallTime time) {
  const auto local = local_time(time);
  return fmt::format("{:02}:{:02}", local.tm_hour, local.tm_min);
}

std::string universal_time(WallTime time) {
  const time_t seconds = seconds_of(time);
  std::tm universal{};
  ::gmtime_r(&seconds, &universal);
  const auto part = time - std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", date_of(universal), universal.tm_hour,
                     universal.tm_min, universal.tm_sec, part.count());
}

}  // namespace moonroom::client

// Formats times in the time zone of the environment (TZ).
#pragma once

#include <time.h>

#include <string>

#include "base/moment.h"

namespace moonroom::client {

std::tm local_time(WallTime time);

/// "2026-11-21"
std::string date_of(const std::tm& local);

/// "10:29"
std::string time_of_day(WallTime time);

/// "2026-11-21T10:29:56.123Z" (RFC 3339).
std::string universal_time(WallTime time);

}  // namespace moonroom::client

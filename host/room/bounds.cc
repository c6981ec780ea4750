#include "room/bounds.h"

#include <algorithm>

#include "text/text.h"

namespace moonroom::room {

bool is_plain_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), plain);
}

bool is_text(std::string_view text) {
  return text.size() <= kMaxText && text::is_utf8(text);
}

bool is_post_line(std::string_view line) {
  return !line.empty() && is_text(line);
}

bool is_log_file(std::string_view name) {
  return name.empty() || is_plain_name(name);
}

bool is_length(Duration length) {
  return length >= Duration::zero() && length <= kMaxDelay;
}

bool is_interval(Duration interval) {
  return interval == Duration::zero() || (interval >= kMinRepeat && interval <= kMaxDelay);
}

bool is_path(const std::vector<Value>& path) {
  return path.size() <= kMaxPath;
}

}  // namespace moonroom::room

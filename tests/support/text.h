// Text helpers for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moonroom::support {

inline std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const auto& part : parts) all += part;
  return all;
}

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace moonroom::support

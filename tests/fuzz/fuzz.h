// Shared by the fuzz targets: converts the input to text, and crashes when a condition does not
// hold.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace moonroom::fuzz {

inline std::string_view text_of(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// libFuzzer saves the input that crashes the program here.
inline void require(bool promise) {
  if (!promise) std::abort();
}

}  // namespace moonroom::fuzz

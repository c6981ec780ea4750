// What the fuzz targets share: bytes come in as text, and a promise that does not hold is a crash.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace moonroom::fuzz {

inline std::string_view text_of(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// libFuzzer keeps the input that ends the program here.
inline void require(bool promise) {
  if (!promise) std::abort();
}

}  // namespace moonroom::fuzz

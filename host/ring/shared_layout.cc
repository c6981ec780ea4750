#include "ring/shared_layout.h"

#include <algorithm>
#include <cstring>

namespace moonroom::ring {

void Buffer::put(uint64_t at, std::string_view bytes) {
  const size_t place = at % kBufferBytes;
  const size_t first = std::min<size_t>(bytes.size(), kBufferBytes - place);
  std::memcpy(bytes_.data() + place, bytes.data(), first);
  std::memcpy(bytes_.data(), bytes.data() + first, bytes.size() - first);
}

void Buffer::get(uint64_t at, char* out, size_t size) const {
  const size_t place = at % kBufferBytes;
  const size_t first = std::min<size_t>(size, kBufferBytes - place);
  std::memcpy(out, bytes_.data() + place, first);
  std::memcpy(out + first, bytes_.data(), size - first);
}

}  // namespace moonroom::ring

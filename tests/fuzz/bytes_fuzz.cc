// Any bytes as a value: what is accepted is written in a form that means the same.
#include "base/bytes.h"
#include "fuzz.h"

namespace {

using namespace moonroom;

std::string written(const Value& value) {
  std::string bytes;
  ByteWriter(bytes).value(value);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ByteReader in(fuzz::text_of(data, size));
  const auto value = in.value();
  if (!in.ok()) return 0;
  const auto bytes = written(value);
  // A key that stood there twice is there once now; nothing else gets lost.
  fuzz::require(bytes.size() <= size);
  ByteReader again(bytes);
  // Bytes are compared, not values: "not a number" is never equal to itself.
  fuzz::require(written(again.value()) == bytes);
  fuzz::require(again.at_end());
  return 0;
}

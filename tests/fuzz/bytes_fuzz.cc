// Any bytes as a value: an accepted value is encoded to a form with the same meaning.
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
  // A repeated key is written only once; nothing else is lost.
  fuzz::require(bytes.size() <= size);
  ByteReader again(bytes);
  // Compares bytes, not values: NaN is never equal to itself.
  fuzz::require(written(again.value()) == bytes);
  fuzz::require(again.at_end());
  return 0;
}

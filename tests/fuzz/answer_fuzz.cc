// Any bytes as an answer of the worker: what is accepted is written in a form that means the same.
#include "fuzz.h"
#include "ring/answer_check.h"
#include "ring/message.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace moonroom::ring;
  using moonroom::fuzz::require;
  const auto answer = decode_answer(moonroom::fuzz::text_of(data, size));
  if (!answer) return 0;
  std::string bytes;
  encode(*answer, bytes);
  const auto again = decode_answer(bytes);
  require(again.has_value());
  require(believable(*again) == believable(*answer));
  std::string same;
  encode(*again, same);
  require(same == bytes);
  return 0;
}

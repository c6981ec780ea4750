// What is said in a session: whatever was read is written again, and reads the same.
#include "fuzz.h"
#include "wire/session_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace moonroom::wire;
  using moonroom::fuzz::require;
  const auto bytes = moonroom::fuzz::text_of(data, size);
  if (const auto request = decode_session_request(bytes))
    require(decode_session_request(encode(*request)).has_value());
  const auto answer = decode_session_answer(bytes);
  if (!answer) return 0;
  const auto again = encode(*answer);
  require(decode_session_answer(again).has_value());
  require(!std::holds_alternative<Line>(*answer) || again == bytes);
  return 0;
}

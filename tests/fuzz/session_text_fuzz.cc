// The messages of a session: a decoded message is encoded again, and decodes to the same.
#include "fuzz.h"
#include "wire/session_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace moonroom::wire;
  using moonroom::fuzz::require;
  const auto bytes = moonroom::fuzz::text_of(data, size);
  if (const auto request = decode_session_request(bytes))
    require(decode_session_request(encode(*request)).has_value());
  const auto response = decode_session_answer(bytes);
  if (!response) return 0;
  const auto again = encode(*response);
  const auto same = decode_session_answer(again);
  require(same.has_value());
  require(encode(*same) == again);
  if (const auto* line = std::get_if<Line>(&*response)) {
    const auto& read = std::get<Line>(*same);
    require(read.flags == line->flags && read.number == line->number && read.time == line->time);
    require(read.kind == line->kind && read.from == line->from && read.text == line->text);
    require(read.bare == line->bare);
  }
  return 0;
}

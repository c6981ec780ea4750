// Any bytes as an answer of the worker: what is accepted is written in a form that means the same.
#include "fuzz.h"
#include "ring/answer_check.h"
#include "ring/message.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace moonroom::ring;
  using moonroom::fuzz::require;
  Answer answer;
  if (!decode_answer(moonroom::fuzz::text_of(data, size), answer)) return 0;
  std::string bytes;
  encode(answer, bytes);
  // Into what another answer has left.
  Answer again;
  again.verdict.actions = {moonroom::room::Cancel{}, moonroom::room::Post{},
                           moonroom::room::Cancel{}};
  require(decode_answer(bytes, again));
  require(believable(again) == believable(answer));
  std::string same;
  encode(again, same);
  require(same == bytes);
  return 0;
}

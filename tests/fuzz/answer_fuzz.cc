// Any bytes as a response of the worker: an accepted response is encoded to a form with the same
// meaning.
#include "fuzz.h"
#include "ring/message.h"
#include "ring/response_validation.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace moonroom::ring;
  using moonroom::fuzz::require;
  Response response;
  if (!decode(moonroom::fuzz::text_of(data, size), response)) return 0;
  std::string bytes;
  encode(response, bytes);
  // Decodes over the contents of another response.
  Response again;
  again.verdict.actions = {moonroom::room::Cancel{}, moonroom::room::Post{},
                           moonroom::room::Cancel{}};
  require(decode(bytes, again));
  require(validate(again) == validate(response));
  std::string same;
  encode(again, same);
  require(same == bytes);
  return 0;
}

// Any text as an endpoint: an accepted one is printed in a form with the same meaning.
#include "fuzz.h"
#include "wire/endpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace moonroom::wire;
  using moonroom::fuzz::require;
  const auto endpoint = parse_endpoint(moonroom::fuzz::text_of(data, size));
  if (!endpoint) {
    require(!endpoint.error().what.empty());
    return 0;
  }
  const auto printed = to_string(*endpoint);
  const auto again = parse_endpoint(printed);
  require(again && *again == *endpoint);
  require(to_string(*again) == printed);
  return 0;
}

// Any UTF-8 as a name: an accepted name has its final form and is visible.
#include "fuzz.h"
#include "room/name.h"
#include "text/text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace moonroom;
  using fuzz::require;
  const auto raw = fuzz::text_of(data, size);
  if (!text::is_utf8(raw)) return 0;
  const auto name = room::normal_name(raw);
  if (!name) return 0;
  require(text::is_utf8(*name) && text::is_visible(*name));
  require(name->find(' ') == std::string::npos);
  require(room::normal_name(*name) == name);
  const auto seen = room::skeleton(*name);
  require(text::is_utf8(seen) && !seen.empty());
  require(room::skeleton(seen) == seen && room::looks_alike(*name, seen));
  return 0;
}

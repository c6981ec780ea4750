#include "bench/load/tongue.h"

namespace moonroom::bench {

void StreamTongue::take(std::string_view bytes, const Hear& hear, const Send& send) {
  if (!rest_.empty()) {
    rest_ += bytes;
    bytes = rest_;
  }
  size_t done = 0;
  while (const size_t size = take_message(bytes.substr(done), hear, send)) done += size;
  rest_ = std::string(bytes.substr(done));
}

void StreamTongue::end_turn(const Hear&, const Send& send) {
  if (said_.empty()) return;
  send(said_);
  said_.clear();
}

}  // namespace moonroom::bench

#include "secure/flight.h"

#include <algorithm>

#include "secure/dtls_record.h"

namespace moonroom::secure {
namespace {

// Messages in the order of their numbers, then the change of cipher, then the encrypted message
// (there is only one, the last).
uint32_t place_of(const DtlsRecord& record) {
  constexpr uint32_t kChange = 0x20000;
  if (record.epoch > 0) return kChange + 1;
  if (record.type == RecordType::change_cipher) return kChange;
  const auto message = message_of(record);
  return message ? message->sequence + 1U : 0;
}

}  // namespace

void Flight::add(std::string_view bytes) {
  auto rest = bytes;
  const auto record = next_record(rest);
  if (!record) return;
  const auto place = place_of(*record);
  if (place <= furthest_ && record->type != RecordType::alert) return;
  furthest_ = std::max(furthest_, place);
  if (datagrams_.empty() || datagrams_.back().size() + bytes.size() > wire::kMaxPacket)
    datagrams_.emplace_back();
  datagrams_.back() += bytes;
}

}  // namespace moonroom::secure

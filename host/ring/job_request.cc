#include "ring/job_request.h"

#include <utility>

#include "base/bytes.h"

namespace moonroom::ring {

std::string encode(const JobRequest& order) {
  std::string out;
  ByteWriter writer(out);
  writer.number(order.memory);
  writer.number(static_cast<uint8_t>(order.open_libraries));
  std::string record;
  for (const auto& request : order.requests) {
    encode(request, record);
    writer.text(record);
  }
  return out;
}

std::optional<JobRequest> decode_job_request(std::string_view bytes) {
  ByteReader in(bytes);
  JobRequest order;
  order.memory = in.number<uint64_t>();
  order.open_libraries = in.flag();
  while (in.ok() && !in.at_end()) {
    auto request = decode_request(in.text());
    if (!request) return std::nullopt;
    order.requests.push_back(std::move(*request));
  }
  if (!in.ok()) return std::nullopt;
  return order;
}

}  // namespace moonroom::ring

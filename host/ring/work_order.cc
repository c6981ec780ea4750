#include "ring/work_order.h"

#include <utility>

#include "base/bytes.h"

namespace moonroom::ring {

std::string encode(const WorkOrder& order) {
  std::string out;
  ByteWriter writer(out);
  writer.number(order.memory);
  writer.number(static_cast<uint8_t>(order.open_libraries));
  std::string record;
  for (const auto& question : order.questions) {
    encode(question, record);
    writer.text(record);
  }
  return out;
}

std::optional<WorkOrder> decode_work_order(std::string_view bytes) {
  ByteReader in(bytes);
  WorkOrder order;
  order.memory = in.number<uint64_t>();
  order.open_libraries = in.flag();
  while (in.ok() && !in.at_end()) {
    auto question = decode_question(in.text());
    if (!question) return std::nullopt;
    order.questions.push_back(std::move(*question));
  }
  if (!in.ok()) return std::nullopt;
  return order;
}

}  // namespace moonroom::ring

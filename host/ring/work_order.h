// What a job's process is told: the settings and the plugin that it works for, and the work. It has
// no ring; its bytes are the whole request, and its answer is the result.
//
//     order = memory:u64 open_libraries:u8 { question:text }
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ring/message.h"

namespace moonroom::ring {

struct WorkOrder {
  /// Bytes that its state may use.
  uint64_t memory = 0;
  bool open_libraries = false;
  /// The answer to the last of them is the result.
  std::vector<Question> questions;
};

std::string encode(const WorkOrder& order);
std::optional<WorkOrder> decode_work_order(std::string_view bytes);

}  // namespace moonroom::ring

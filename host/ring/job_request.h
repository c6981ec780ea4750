// The request to a job's process: the settings, the plugin, and the work. A job has no ring: these
// bytes are the whole request, and its response is the result.
//
//     request = memory:u64 open_libraries:u8 { request:text }
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ring/message.h"

namespace moonroom::ring {

struct JobRequest {
  /// Memory limit of its Lua state, in bytes.
  uint64_t memory = 0;
  bool open_libraries = false;
  /// The response to the last of them is the result.
  std::vector<Request> requests;
};

std::string encode(const JobRequest& order);
std::optional<JobRequest> decode_job_request(std::string_view bytes);

}  // namespace moonroom::ring

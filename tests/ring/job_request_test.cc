#include "ring/job_request.h"

#include <doctest/doctest.h>

#include "ring/shared_layout.h"

using namespace moonroom;

TEST_CASE("a job request survives encoding, and no part of it decodes") {
  ring::JobRequest order{32u << 20, true, {}};
  order.requests.push_back({1, ring::kNobody, false, WallTime(),
                            ring::PluginSource{ring::Role::settings, 0, "c", "p", "s"}});
  order.requests.push_back({2, ring::kNobody, false, WallTime(),
                            ring::RunJob{{ring::Role::plugin, 1, "n", "p", "s"}, "job", Table{}}});
  const auto bytes = encode(order);
  const auto again = ring::decode_job_request(bytes);
  REQUIRE(again);
  CHECK(again->memory == order.memory);
  CHECK(again->open_libraries);
  REQUIRE(again->requests.size() == 2);
  CHECK(std::get<ring::RunJob>(again->requests[1].task).name == "job");
  for (size_t size = 0; size < 9; ++size)
    CHECK_FALSE(ring::decode_job_request(bytes.substr(0, size)));
  CHECK_FALSE(ring::decode_job_request(bytes.substr(0, bytes.size() - 1)));
}

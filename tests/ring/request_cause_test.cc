#include "ring/request_cause.h"

#include <doctest/doctest.h>

#include "wire/endpoint.h"

namespace moonroom::ring {
namespace {

Request request_of(room::Event event, room::LineKind line = room::LineKind::said) {
  Request request;
  request.task = std::move(event);
  request.line = line;
  return request;
}

}  // namespace

TEST_CASE("a request is caused by the member whose event it is") {
  room::Members members;
  const auto ann =
      members.reserve("ann", {{wire::v4_address({127, 0, 0, 1}), 1, 0, {}}}, Moment{}).id;
  members.admit(ann);
  CHECK(cause_of(request_of(room::MessageEvent{ann, "hi", 1, 0}), members) == "ann");
  CHECK(cause_of(request_of(room::LeaveEvent{ann, room::LeaveReason::quit}), members) == "ann");
  CHECK(cause_of(request_of(room::MessageEvent{99, "hi", 1, 0}), members) == "#99");
  CHECK(cause_of(request_of(room::JoinEvent{5, "bob", {}, {}}), members) == "bob");
  CHECK(cause_of(request_of(room::AnnouncementEvent{"hi"}), members).empty());
  CHECK(cause_of(request_of(room::TimerDue{1, 2}), members).empty());
}

TEST_CASE("a request calls the command that its line names") {
  PluginEntry plugin;
  plugin.details = Table{{}, {{"commands", Table{{}, {{"roll", Value(true)}}}}}};
  REQUIRE(plugin.has_command("roll"));
  CHECK(command_of(request_of(room::AdminCommandEvent{"roll 2d6"}), plugin) == "roll");
  CHECK(command_of(request_of(room::AdminCommandEvent{"other"}), plugin).empty());
  const room::MessageEvent line{1, "/roll 2d6", 1, 0};
  CHECK(command_of(request_of(line, room::LineKind::command), plugin) == "roll");
  CHECK(command_of(request_of(line, room::LineKind::said), plugin).empty());
  CHECK(command_of(request_of(room::AnnouncementEvent{"roll"}), plugin).empty());
}

}  // namespace moonroom::ring

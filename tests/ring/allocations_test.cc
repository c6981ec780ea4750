// How often the host's process allocates memory while a message passes through it: in as a
// datagram, over the ring to a worker and back (or not, when no plugin needs to see it), into the
// log, out to the recipients.
#include "support/allocations.h"

#include <doctest/doctest.h>
#include <poll.h>

#include <filesystem>
#include <string>

#include "relay/relay.h"
#include "ring/worker_judge.h"

using namespace moonroom;

namespace {

constexpr const char* kForm =
    "return { on_message = { line = '{name}: {text}', kind = 'message' } }";
// The same, as a function that must be called.
constexpr const char* kFunction = R"(return { on_message = function(message)
  room.post { kind = "message", from = message.name, text = message.text,
              line = message.name .. ": " .. message.text, to = room.others(message.author) }
end })";

relay::Settings without_limits() {
  relay::Settings settings;
  settings.lines = settings.logins = std::nullopt;
  return settings;
}

class Room {
 public:
  explicit Room(const char* script) {
    judge_.start({{ring::Role::script, 0, "relay", "scripts/relay.lua", script}}, kNow);
    for (uint16_t port = 1; port <= 3; ++port) hear(port, "L member" + std::to_string(port), 1);
  }

  /// One member's message, until the two others have been sent it.
  void say(std::string_view text) {
    request_ = "C ";
    request_ += text;
    hear(1, request_, 2);
  }

 private:
  static constexpr Moment kNow{};

  void hear(uint16_t port, std::string_view request, size_t deliveries) {
    relay_.receive({{wire::v4_address({127, 0, 0, 1}), port, 0, {}}, request}, {kNow, out_});
    for (size_t sent = 0; sent < deliveries; sent += out_.deliveries().size()) turn();
  }
  void turn() {
    out_.clear();
    judge_.flush();
    if (judge_.waiting() && judge_.arm_wakeup()) {
      pollfd readable{judge_.wake_descriptor(), POLLIN, 0};
      REQUIRE(::poll(&readable, 1, 20'000) == 1);
    }
    judge_.disarm_wakeup();
    judge_.clear_wake();
    relay_.apply_verdicts({kNow, out_});
    relay_.tick({kNow, out_});
  }

  room::RoomState state_;
  ring::WorkerJudge judge_{
      {std::filesystem::read_symlink("/proc/self/exe").parent_path() / "moonroomd",
       std::chrono::milliseconds(50)},
      state_};
  relay::Relay relay_{without_limits(), state_, judge_};
  wire::Outbox out_;
  std::string request_;
};

}  // namespace

TEST_CASE("once the log is full, no line allocates memory") {
  constexpr std::string_view kLine = "a line that is longer than a string that needs no memory";
  const char* script = nullptr;
  SUBCASE("when nobody wants a say in it") {
    script = kForm;
  }
  SUBCASE("when the worker is asked") {
    script = kFunction;
  }
  Room room(script);
  for (int i = 0; i < 2100; ++i) room.say(kLine);
  const auto before = support::allocations;
  for (int i = 0; i < 200; ++i) room.say(kLine);
  CHECK(support::allocations == before);
}

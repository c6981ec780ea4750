#include "relay/admission.h"

#include <doctest/doctest.h>

#include <functional>
#include <vector>

#include "parts.h"

namespace moonroom::relay {
namespace {

using namespace std::chrono_literals;
using support::Parts;
using Kind = LoginDecision::Kind;

Settings small(std::function<void(Settings&)> change) {
  Settings settings;
  change(settings);
  return settings;
}

struct Case {
  const char* what;
  Settings settings;
  std::function<void(Parts&)> before;
  std::function<wire::Connection(const Parts&)> from;
  Kind kind;
  /// Part of the message to the peer.
  std::string why = {};
};

const auto kText = [](const Parts& parts) { return parts.text(1); };
const auto kSession = [](const Parts& parts) { return parts.session(7); };
const auto kForeign = [](const Parts& parts) { return parts.foreign(1); };
const auto kNothing = [](Parts&) {};

std::vector<Case> cases() {
  const auto open = small([](Settings& it) { it.classic = Classic::open; });
  const auto locked = small([](Settings& it) { it.password = "sesame"; });
  const auto for_one = small([](Settings& it) { it.max_members = 1; });
  const room::HostMessages host_messages;
  return {
      {"a free name by text", {}, kNothing, kText, Kind::admit},
      {"a free name in a session", {}, kNothing, kSession, Kind::admit},
      {"a repetition while the holder is probed",
       {},
       [](Parts& it) {
         it.probes.add({it.text(1), "ada", 1, {}, {}});
       },
       kText,
       Kind::ignore},
      {"a name under a ban",
       {},
       [](Parts& it) {
         it.state.sanctions.ban({room::Ban::Kind::name, "ada", 1h, "spam"}, it.now.trusted);
       },
       kText,
       Kind::refuse,
       "spam"},
      {"an address under a ban",
       {},
       [](Parts& it) {
         it.state.sanctions.ban({room::Ban::Kind::address, "192.168.0.0/24", 1h, ""},
                                it.now.trusted);
       },
       kSession,
       Kind::refuse,
       "kept out"},
      {"a password by text", locked, kNothing, kText, Kind::lock, host_messages.needs_password},
      {"a password that was not said", locked, kNothing, kSession, Kind::lock,
       host_messages.needs_password},
      {"a password that was wrong", locked,
       [](Parts& it) { it.passwords.try_word("x", it.session(7).endpoint, it.now.steady); },
       kSession, Kind::lock, host_messages.wrong_password},
      {"a password that was right", locked,
       [](Parts& it) { it.passwords.try_word("sesame", it.session(7).endpoint, it.now.steady); },
       kSession, Kind::admit},
      {"a judge that is busy",
       {},
       [](Parts& it) { it.judge.is_busy = true; },
       kText,
       Kind::refuse,
       host_messages.busy},
      {"a room that is full", for_one, [](Parts& it) { it.admit("bob", it.text(2)); }, kText,
       Kind::refuse, host_messages.full},
      {"a new name of the only member of a full room", for_one,
       [](Parts& it) { it.admit("bob", it.text(1)); }, kText, Kind::admit},
      {"a foreign address in a room on the LAN", {}, kNothing, kForeign, Kind::admit},
      {"a foreign address in an open room", open, kNothing, kForeign, Kind::challenge},
      {"a fifth member of a foreign source", open,
       [](Parts& it) {
         for (uint16_t port = 1; port <= 4; ++port)
           it.admit(std::string(1, static_cast<char>('a' + port)), it.foreign(1, port));
       },
       kForeign, Kind::refuse, host_messages.crowded},
      {"a name that a text member holds",
       {},
       [](Parts& it) { it.admit("ada", it.text(2)); },
       kText,
       Kind::probe},
      {"the same, probed long enough ago",
       {},
       [](Parts& it) {
         it.probes.note_probe(it.admit("ada", it.text(2)), it.now.steady - kProbeTimeout);
       },
       kText,
       Kind::admit},
      {"the same, probed so long ago that it counts no more",
       {},
       [](Parts& it) {
         it.probes.note_probe(it.admit("ada", it.text(2)), it.now.steady - kProbeHolds);
       },
       kText,
       Kind::probe},
      {"a name that the member of a session holds",
       {},
       [](Parts& it) { it.admit("ada", it.session(9)); },
       kText,
       Kind::admit},
  };
}

}  // namespace

TEST_CASE("a login is decided by the room's state") {
  for (const auto& each : cases()) {
    CAPTURE(each.what);
    Parts parts(each.settings);
    each.before(parts);
    const auto from = each.from(parts);
    const auto decision = parts.admission.decide(parts.login("ada", from), from, parts.now);
    CHECK(decision.kind == each.kind);
    CHECK(decision.why.find(each.why) != std::string::npos);
    CHECK(decision.why.empty() == each.why.empty());
  }
}

TEST_CASE("too many logins are told of once by text, and each time in a session") {
  Parts parts(small([](Settings& it) { it.logins = Rate{0.1, 1}; }));
  const auto decide = [&](const wire::Connection& from) {
    return parts.admission.decide(parts.login("ada", from), from, parts.now).kind;
  };
  CHECK(decide(parts.text(1)) == Kind::admit);
  CHECK(decide(parts.text(1)) == Kind::limit);
  CHECK(decide(parts.text(1)) == Kind::ignore);
  CHECK(decide(parts.session(7)) == Kind::limit);
  CHECK(decide(parts.session(7)) == Kind::limit);
  CHECK(decide(parts.text(2)) == Kind::admit);
  CHECK(parts.stats.rate_limited == 4);
  parts.now = parts.now + 10s;
  CHECK(decide(parts.text(1)) == Kind::admit);
}

TEST_CASE("a refused login costs the name before nothing") {
  Parts parts;
  parts.admit("bob", parts.text(1));
  parts.judge.is_busy = true;
  parts.admission.login(parts.login("ada", parts.text(1)), parts.text(1), parts.turn());
  CHECK(parts.state.room.find_by_name("bob") != nullptr);
  parts.judge.is_busy = false;
  parts.admission.login(parts.login("ada", parts.text(1)), parts.text(1), parts.turn());
  CHECK(parts.state.room.find_by_name("bob") == nullptr);
}

}  // namespace moonroom::relay

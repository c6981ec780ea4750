#include "relay/password_gate.h"

#include <doctest/doctest.h>

#include "parts.h"

namespace moonroom::relay {
namespace {

using namespace std::chrono_literals;
using support::Parts;

Settings locked() {
  Settings settings;
  settings.password = "sesame";
  return settings;
}

}  // namespace

TEST_CASE("a room without a password is open") {
  Parts parts;
  CHECK_FALSE(parts.passwords.is_locked(parts.session(1).endpoint));
  CHECK_FALSE(parts.passwords.is_locked(parts.text(1).endpoint));
}

TEST_CASE("the password opens the session in which it was said") {
  Parts parts(locked());
  const auto one = parts.session(1).endpoint;
  const auto other = parts.session(2).endpoint;
  for (const char* word : {"", "sesam", "sesamee", "SESAME", "sesame "}) {
    parts.passwords.try_word(word, one, parts.now.steady);
    CHECK(parts.passwords.is_locked(one));
    CHECK(&parts.passwords.reason(one, parts.state.host_messages) ==
          &parts.state.host_messages.wrong_password);
  }
  parts.passwords.try_word("sesame", one, parts.now.steady);
  CHECK_FALSE(parts.passwords.is_locked(one));
  CHECK(parts.passwords.is_locked(other));
  CHECK(&parts.passwords.reason(other, parts.state.host_messages) ==
        &parts.state.host_messages.needs_password);
  CHECK(parts.passwords.is_locked(parts.text(1).endpoint));
  parts.passwords.forget(one.session);
  CHECK(parts.passwords.is_locked(one));
}

TEST_CASE("guesses are limited by source, and time brings new ones") {
  Parts parts(locked());
  for (uint64_t session = 1; session <= 6; ++session)
    parts.passwords.try_word("x", parts.session(session).endpoint, parts.now.steady);
  const auto seventh = parts.session(7).endpoint;
  parts.passwords.try_word("sesame", seventh, parts.now.steady);
  CHECK(parts.passwords.is_locked(seventh));
  CHECK(&parts.passwords.reason(seventh, parts.state.host_messages) ==
        &parts.state.host_messages.too_many_guesses);
  CHECK(parts.stats.rate_limited == 1);
  parts.passwords.try_word("sesame", seventh, parts.now.steady + 10s);
  CHECK_FALSE(parts.passwords.is_locked(seventh));
}

}  // namespace moonroom::relay

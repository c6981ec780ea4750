// The stateless cookies of DTLS (RFC 6347, 4.2.1): the host answers a stranger's ClientHello with a
// cookie that only that address can receive, and stores nothing until the cookie comes back.
//
// A cookie is bound to the address, the port and the ClientHello's random, so that an observed one
// fits no other ClientHello. Its key changes each minute and the previous key is still accepted: a
// cookie is valid for one to two minutes. Pure except for random numbers; time is an argument and
// must not run backwards.
#pragma once

#include <gnutls/dtls.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"
#include "secure/dtls_record.h"
#include "wire/endpoint.h"

namespace moonroom::secure {

class Cookies {
 public:
  static constexpr Duration kKeyLife = std::chrono::minutes(1);

  /// A whole ClientHello, and its random.
  struct Hello {
    wire::Endpoint from;
    ClientRandom random;
    std::string_view bytes;
  };
  /// GnuTLS's state to continue with, if the cookie in `hello` is valid.
  std::optional<gnutls_dtls_prestate_st> check(const Hello& hello, SteadyTime now);
  /// The datagram that requests a cookie (HelloVerifyRequest), 44 bytes: shorter than any
  /// ClientHello.
  std::string challenge(const Hello& hello, SteadyTime now);

 private:
  using Key = std::array<unsigned char, GNUTLS_COOKIE_KEY_SIZE>;

  void rotate(SteadyTime now);

  Key current_{};
  Key previous_{};
  std::optional<SteadyTime> rotates_at_;
};

}  // namespace moonroom::secure

// The stateless cookies of DTLS (RFC 6347, 4.2.1): the host answers a stranger's ClientHello with a
// cookie that only that address can have received, and keeps nothing until the cookie comes back.
//
// A cookie is bound to the address, the port and the ClientHello's random, so that one that was
// seen on the way fits no other ClientHello. Its key is changed each minute and the key before it
// is still accepted: a cookie is good for one to two minutes. Pure but for random numbers; time is
// an argument and must not run backwards.
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
  /// What GnuTLS must know to go on, when the cookie in `hello` was made for it.
  std::optional<gnutls_dtls_prestate_st> check(const Hello& hello, SteadyTime now);
  /// The datagram that asks for a cookie (HelloVerifyRequest), 44 bytes: shorter than any
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

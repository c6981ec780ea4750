// The stateless cookies of DTLS (RFC 6347, 4.2.1): a host answers a stranger's first word with a
// cookie that only his address can have heard, and forgets him until he brings it back.
#pragma once

#include <gnutls/dtls.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "wire/endpoint.h"

namespace moonroom::secure {

class Cookies {
 public:
  /// With a key that nobody knows and that goes with this object.
  Cookies();

  /// `hello` is a whole ClientHello. What GnuTLS must know to go on, when its cookie is the one of
  /// `from`.
  std::optional<gnutls_dtls_prestate_st> check(const wire::Endpoint& from, std::string_view hello);
  /// The datagram that asks for one (HelloVerifyRequest), 44 bytes: shorter than any ClientHello.
  std::string challenge(const wire::Endpoint& from, std::string_view hello);

 private:
  std::array<unsigned char, GNUTLS_COOKIE_KEY_SIZE> key_{};
};

}  // namespace moonroom::secure

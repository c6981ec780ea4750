#include "secure/token.h"

#include <fmt/format.h>
#include <gnutls/crypto.h>

#include <array>
#include <stdexcept>

namespace moonroom::secure {

std::string random_token() {
  std::array<unsigned char, 16> bits{};
  if (gnutls_rnd(GNUTLS_RND_KEY, bits.data(), bits.size()) != 0)
    throw std::runtime_error("this machine has no random numbers");
  std::string token;
  for (const auto byte : bits) fmt::format_to(std::back_inserter(token), "{:02x}", byte);
  return token;
}

}  // namespace moonroom::secure

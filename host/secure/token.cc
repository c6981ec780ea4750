#include "secure/token.h"

#include <fmt/format.h>
#include <gnutls/crypto.h>

#include <array>
#include <stdexcept>

namespace moonroom::secure {

namespace {

template <size_t size>
std::string in_digits(const std::array<unsigned char, size>& bytes) {
  std::string digits;
  for (const auto byte : bytes) fmt::format_to(std::back_inserter(digits), "{:02x}", byte);
  return digits;
}

}  // namespace

std::string random_token() {
  std::array<unsigned char, 16> bits{};
  if (gnutls_rnd(GNUTLS_RND_KEY, bits.data(), bits.size()) != 0)
    throw std::runtime_error("this machine has no random numbers");
  return in_digits(bits);
}

std::string token_digest(std::string_view token) {
  std::array<unsigned char, 32> digest{};
  if (gnutls_hash_fast(GNUTLS_DIG_SHA256, token.data(), token.size(), digest.data()) != 0)
    throw std::runtime_error("GnuTLS has no SHA-256");
  return in_digits(digest);
}

}  // namespace moonroom::secure

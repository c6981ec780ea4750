#include "secure/password_hash.h"

#include <fmt/format.h>
#include <gnutls/crypto.h>

#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <vector>

namespace moonroom::secure {
namespace {

constexpr std::string_view kKind = "pbkdf2-sha256";
constexpr unsigned kIterations = 20'000;
// A forged record must not make a comparison exceed the time limit of a plugin's call.
constexpr unsigned kMaxIterations = 100'000;
constexpr size_t kSaltBytes = 16;

using Salt = std::array<unsigned char, kSaltBytes>;

std::string written(std::string_view password, Salt salt, unsigned iterations) {
  std::array<unsigned char, 32> hash{};
  std::string word(password);
  const gnutls_datum_t key{reinterpret_cast<unsigned char*>(word.data()),
                           static_cast<unsigned>(word.size())};
  const gnutls_datum_t seasoning{salt.data(), static_cast<unsigned>(salt.size())};
  if (gnutls_pbkdf2(GNUTLS_MAC_SHA256, &key, &seasoning, iterations, hash.data(), hash.size()) != 0)
    throw std::runtime_error("GnuTLS has no PBKDF2");
  auto text = fmt::format("{}${}$", kKind, iterations);
  for (const auto byte : salt) fmt::format_to(std::back_inserter(text), "{:02x}", byte);
  text += '$';
  for (const auto byte : hash) fmt::format_to(std::back_inserter(text), "{:02x}", byte);
  return text;
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find('$');
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <class Number>
std::optional<Number> number_in(std::string_view digits, int base) {
  Number number{};
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::optional<Salt> salt_in(std::string_view digits) {
  Salt salt{};
  if (digits.size() != 2 * salt.size()) return std::nullopt;
  for (size_t at = 0; at < salt.size(); ++at) {
    const auto byte = number_in<unsigned char>(digits.substr(2 * at, 2), 16);
    if (!byte) return std::nullopt;
    salt[at] = *byte;
  }
  return salt;
}

}  // namespace

std::string password_hash(std::string_view password) {
  Salt salt{};
  if (gnutls_rnd(GNUTLS_RND_NONCE, salt.data(), salt.size()) != 0)
    throw std::runtime_error("this machine has no random numbers");
  return written(password, salt, kIterations);
}

bool password_verify(std::string_view password, std::string_view kept) {
  const auto parts = parts_of(kept);
  if (parts.size() != 4 || parts[0] != kKind) return false;
  const auto iterations = number_in<unsigned>(parts[1], 10);
  const auto salt = salt_in(parts[2]);
  if (!iterations || *iterations == 0 || *iterations > kMaxIterations || !salt) return false;
  const auto expected = written(password, *salt, *iterations);
  return expected.size() == kept.size() &&
         gnutls_memcmp(expected.data(), kept.data(), kept.size()) == 0;
}

}  // namespace moonroom::secure

#include "secure/fingerprint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moonroom::secure {
namespace {

constexpr std::string_view kPrefix = "SHA256:";
// 32 bytes in base64, without the padding character.
constexpr size_t kLetters = 43;

std::string base64(const gnutls_datum_t& bytes) {
  gnutls_datum_t text{};
  demand(gnutls_base64_encode2(&bytes, &text));
  std::string copy(reinterpret_cast<const char*>(text.data), text.size);
  gnutls_free(text.data);
  return copy;
}

bool is_base64(char letter) {
  return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
         (letter >= '0' && letter <= '9') || letter == '+' || letter == '/';
}

}  // namespace

std::string fingerprint_of(const CertificateHandle& certificate) {
  std::array<unsigned char, 32> hash{};
  size_t size = hash.size();
  demand(
      gnutls_x509_crt_get_key_id(certificate.get(), GNUTLS_KEYID_USE_SHA256, hash.data(), &size));
  const auto letters = base64({hash.data(), static_cast<unsigned>(size)});
  return fmt::format("{}{}", kPrefix, letters.substr(0, kLetters));
}

Result<std::string> parse_fingerprint(std::string_view text) {
  auto letters = text;
  if (letters.starts_with(kPrefix)) letters.remove_prefix(kPrefix.size());
  if (letters.size() == kLetters + 1 && letters.ends_with('=')) letters.remove_suffix(1);
  if (letters.size() != kLetters || !std::all_of(letters.begin(), letters.end(), is_base64))
    return problem(fmt::format("'{}' is no fingerprint; one looks like SHA256: and {} letters",
                               text, kLetters));
  return fmt::format("{}{}", kPrefix, letters);
}

}  // namespace moonroom::secure

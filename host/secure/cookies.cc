#include "secure/cookies.h"

#include <algorithm>

#include "secure/handle.h"
#include "secure/record.h"

namespace moonroom::secure {
namespace {

// Address, scope and port: what a cookie is for.
using Source = std::array<unsigned char, 22>;

Source source_of(const wire::Endpoint& from) {
  Source source{};
  auto* end = std::copy(from.address.bytes.begin(), from.address.bytes.end(), source.begin());
  for (int shift = 24; shift >= 0; shift -= 8)
    *end++ = static_cast<unsigned char>(from.address.scope >> shift);
  *end++ = static_cast<unsigned char>(from.port >> 8);
  *end = static_cast<unsigned char>(from.port);
  return source;
}

ssize_t append(gnutls_transport_ptr_t to, const void* bytes, size_t size) noexcept {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
  return static_cast<ssize_t>(size);
}

}  // namespace

Cookies::Cookies() {
  demand(gnutls_rnd(GNUTLS_RND_KEY, key_.data(), key_.size()));
}

std::optional<gnutls_dtls_prestate_st> Cookies::check(const wire::Endpoint& from,
                                                      std::string_view hello) {
  gnutls_datum_t key{key_.data(), static_cast<unsigned>(key_.size())};
  auto source = source_of(from);
  gnutls_dtls_prestate_st state{};
  // It reads the message and has only forgotten to say so.
  auto* message = const_cast<char*>(hello.data());
  if (gnutls_dtls_cookie_verify(&key, source.data(), source.size(), message, hello.size(), &state) <
      0)
    return std::nullopt;
  return state;
}

std::string Cookies::challenge(const wire::Endpoint& from, std::string_view hello) {
  gnutls_datum_t key{key_.data(), static_cast<unsigned>(key_.size())};
  auto source = source_of(from);
  gnutls_dtls_prestate_st state{};
  // The answer has the number of the record that it answers (RFC 6347, 4.2.1).
  if (const auto record = take_record(hello)) state.record_seq = record->number;
  std::string answer;
  demand(gnutls_dtls_cookie_send(&key, source.data(), source.size(), &state, &answer, append));
  return answer;
}

}  // namespace moonroom::secure

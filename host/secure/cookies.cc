#include "secure/cookies.h"

#include <algorithm>

#include "secure/dtls_record.h"
#include "secure/handle.h"

namespace moonroom::secure {
namespace {

// The input of a cookie: address, scope, port and the ClientHello's random.
using Binding = std::array<unsigned char, 22 + std::tuple_size_v<ClientRandom>>;

Binding binding_of(const Cookies::Hello& hello) {
  Binding binding{};
  const auto& from = hello.from;
  auto* end = std::copy(from.address.bytes.begin(), from.address.bytes.end(), binding.begin());
  for (int shift = 24; shift >= 0; shift -= 8)
    *end++ = static_cast<unsigned char>(from.address.scope >> shift);
  *end++ = static_cast<unsigned char>(from.port >> 8);
  *end++ = static_cast<unsigned char>(from.port);
  for (const char byte : hello.random) *end++ = static_cast<unsigned char>(byte);
  return binding;
}

ssize_t append(gnutls_transport_ptr_t to, const void* bytes, size_t size) noexcept {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
  return static_cast<ssize_t>(size);
}

}  // namespace

// After a long pause both keys are new, so no cookie outlives two key lives.
void Cookies::rotate(SteadyTime now) {
  if (rotates_at_ && now < *rotates_at_) return;
  const auto renew = [](Key& key) { demand(gnutls_rnd(GNUTLS_RND_KEY, key.data(), key.size())); };
  const bool was_in_use = rotates_at_ && now < *rotates_at_ + kKeyLife;
  if (was_in_use)
    previous_ = current_;
  else
    renew(previous_);
  renew(current_);
  rotates_at_ = now + kKeyLife;
}

std::optional<gnutls_dtls_prestate_st> Cookies::check(const Hello& hello, SteadyTime now) {
  rotate(now);
  auto binding = binding_of(hello);
  // GnuTLS only reads the message; its signature lacks the const.
  auto* message = const_cast<char*>(hello.bytes.data());
  for (auto* bytes : {&current_, &previous_}) {
    gnutls_datum_t key{bytes->data(), static_cast<unsigned>(bytes->size())};
    gnutls_dtls_prestate_st state{};
    if (gnutls_dtls_cookie_verify(&key, binding.data(), binding.size(), message, hello.bytes.size(),
                                  &state) >= 0)
      return state;
  }
  return std::nullopt;
}

std::string Cookies::challenge(const Hello& hello, SteadyTime now) {
  rotate(now);
  gnutls_datum_t key{current_.data(), static_cast<unsigned>(current_.size())};
  auto binding = binding_of(hello);
  gnutls_dtls_prestate_st state{};
  // The answer repeats the record number of the request (RFC 6347, 4.2.1).
  auto rest = hello.bytes;
  if (const auto record = next_record(rest)) state.record_seq = record->number;
  std::string answer;
  demand(gnutls_dtls_cookie_send(&key, binding.data(), binding.size(), &state, &answer, append));
  return answer;
}

}  // namespace moonroom::secure

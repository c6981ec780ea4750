#include "secure/keys.h"

#include <algorithm>
#include <stdexcept>

namespace moonroom::secure {
namespace {

constexpr size_t kKey = 32;
// Leaves a hundredth of the key's limit: at 40 packets a second, most of a day.
constexpr uint64_t kWorn = Keys::kMaxPackets - Keys::kMaxPackets / 100;

using Nonce = std::array<char, 12>;

// Four zero bytes and the number from the head.
Nonce nonce_of(std::string_view head) {
  constexpr size_t kNumber = 8;
  Nonce nonce{};
  std::copy_n(head.begin() + (wire::kSealedHead - kNumber), kNumber, nonce.end() - kNumber);
  return nonce;
}

CipherHandle cipher_with(const KeyMaterial& material, size_t at, Cipher cipher) {
  const auto algorithm =
      cipher == Cipher::aes_256_gcm ? GNUTLS_CIPHER_AES_256_GCM : GNUTLS_CIPHER_CHACHA20_POLY1305;
  // GnuTLS's parameter lacks the const.
  const gnutls_datum_t key{const_cast<unsigned char*>(&material.bytes[at]), kKey};
  return made<CipherHandle>(gnutls_aead_cipher_init, algorithm, &key);
}

}  // namespace

wire::SessionId KeyMaterial::session() const {
  wire::SessionId session = 0;
  for (const auto byte : std::span(bytes).last<8>()) session = session << 8 | byte;
  return session;
}

Keys::Keys(const KeyMaterial& material, Cipher cipher, Side side, uint64_t sealed)
    : session_(material.session()),
      cipher_(cipher),
      out_(cipher_with(material, side == Side::client ? 0 : kKey, cipher)),
      in_(cipher_with(material, side == Side::client ? kKey : 0, cipher)),
      sealed_(sealed) {}

size_t Keys::seal(std::string_view frames, std::span<char> packet) {
  const auto size = wire::kSealedHead + frames.size() + wire::kSealTag;
  if (packet.size() < size) throw std::length_error("no room for a sealed packet");
  if (sealed_ >= kMaxPackets) return 0;
  const auto head = wire::encode({session_, ++sealed_});
  std::copy(head.begin(), head.end(), packet.begin());
  const auto nonce = nonce_of({head.data(), head.size()});
  auto sealed = size - head.size();
  demand(gnutls_aead_cipher_encrypt(out_.get(), nonce.data(), nonce.size(), head.data(),
                                    head.size(), wire::kSealTag, frames.data(), frames.size(),
                                    &packet[head.size()], &sealed));
  return size;
}

std::optional<std::string_view> Keys::open(std::string_view packet, std::span<char> frames) {
  const auto head = wire::sealed_head(packet);
  if (!head || head->session != session_) return std::nullopt;
  if (head->number > kMaxPackets || !window_.is_fresh(head->number)) return std::nullopt;
  const auto nonce = nonce_of(packet);
  const auto sealed = packet.substr(wire::kSealedHead);
  auto size = frames.size();
  if (gnutls_aead_cipher_decrypt(in_.get(), nonce.data(), nonce.size(), packet.data(),
                                 wire::kSealedHead, wire::kSealTag, sealed.data(), sealed.size(),
                                 frames.data(), &size) < 0)
    return std::nullopt;
  window_.mark(head->number);
  return std::string_view(frames.data(), size);
}

bool Keys::needs_rekey() const {
  return std::max(sealed_, window_.newest()) >= kWorn;
}

}  // namespace moonroom::secure

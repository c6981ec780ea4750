// The keys of one session, one for each direction, from a handshake. Seals and opens packets. A
// packet is sealed with its number as the nonce and its head as additional authenticated data (as
// in DTLS-SRTP, RFC 5764). A repeated number, or one that is too old, does not open.
//
// Moved, never copied: two copies would use a number twice, which would reveal both the key and the
// text.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "secure/handle.h"
#include "secure/replay_window.h"
#include "wire/sealed.h"

namespace moonroom::secure {

enum class Side : uint8_t { client, host };

/// The negotiated cipher for packets.
enum class Cipher : uint8_t { aes_256_gcm, chacha20_poly1305 };

/// The exported key material of a handshake (RFC 5705): the key to the host, 32 bytes, the key to
/// the client, 32, and the session's id, 8. Wiped on destruction.
struct KeyMaterial {
  static constexpr std::string_view kLabel = "EXPORTER-moonroom";

  std::array<unsigned char, 72> bytes{};

  KeyMaterial() = default;
  KeyMaterial(const KeyMaterial&) = default;
  KeyMaterial& operator=(const KeyMaterial&) = default;
  ~KeyMaterial() { gnutls_memset(bytes.data(), 0, bytes.size()); }

  wire::SessionId session() const;
};

class Keys {
 public:
  /// The limit of AES-GCM for packets below 2,048 bytes (RFC 9001, B.1.1); ChaCha20 has a higher
  /// one.
  static constexpr uint64_t kMaxPackets = uint64_t{1} << 28;

  /// One side's keys. `sealed` packets count as sealed already, for tests of old keys.
  Keys(const KeyMaterial& material, Cipher cipher, Side side, uint64_t sealed = 0);

  wire::SessionId session() const { return session_; }
  Cipher cipher() const { return cipher_; }
  /// The highest number opened so far, 0 when none.
  uint64_t newest() const { return window_.newest(); }

  /// Writes a whole packet; `packet` must have space for the head, the frames and the tag. Returns
  /// its size, or 0 when the key's limit is reached.
  size_t seal(std::string_view frames, std::span<char> packet);
  /// Returns the plaintext, in `frames`, which must be at least as long as the packet. Nullopt for
  /// a forged, damaged, reflected or repeated packet; `frames` is undefined then.
  std::optional<std::string_view> open(std::string_view packet, std::span<char> frames);
  /// True when either side has sealed so many packets that a new session is needed soon.
  bool needs_rekey() const;

 private:
  wire::SessionId session_;
  Cipher cipher_;
  CipherHandle out_;
  CipherHandle in_;
  uint64_t sealed_;
  ReplayWindow window_;
};

}  // namespace moonroom::secure

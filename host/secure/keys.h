// The keys of one session, a pair for each direction, as a handshake leaves them: seals packets and
// opens them. A packet is sealed with its number as the nonce and its head as what is authenticated
// besides (the way of DTLS-SRTP, RFC 5764); a number that came before, or long ago, opens nothing.
//
// Moved, never copied: two copies would use a number twice, and with it both the key and the text
// would be lost.
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

/// What packets are sealed with: the one that the handshake settled on.
enum class Cipher : uint8_t { aes_256_gcm, chacha20_poly1305 };

/// What both sides draw from a finished handshake (RFC 5705): the key to the host, 32 bytes, the
/// key to the client, 32, and the session's id, 8. Wiped when it goes.
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
  /// What a key of AES-GCM bears of packets below 2,048 bytes (RFC 9001, B.1.1); ChaCha20 bears
  /// more.
  static constexpr uint64_t kMaxPackets = uint64_t{1} << 28;

  /// One side's keys. `sealed` packets count as sealed already: a test's way to old keys.
  Keys(const KeyMaterial& material, Cipher cipher, Side side, uint64_t sealed = 0);

  wire::SessionId session() const { return session_; }
  Cipher cipher() const { return cipher_; }
  /// The highest number that opened so far, 0 when none.
  uint64_t newest() const { return window_.newest(); }

  /// Writes a whole packet; `packet` has room for the head, the frames and the tag. Returns its
  /// size: 0 when the key has been used as often as it may be.
  size_t seal(std::string_view frames, std::span<char> packet);
  /// What was sealed, in `frames`, which is at least as long as the packet. Nothing when it was
  /// forged, damaged, reflected, or has been opened before; `frames` may be scribbled over then.
  std::optional<std::string_view> open(std::string_view packet, std::span<char> frames);
  /// So many packets were sealed, by either side, that a new session is due soon.
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

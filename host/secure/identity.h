// Who a host is: an Ed25519 key of its own, and the certificate that it signs itself so that every
// DTLS library can speak with it. Clients remember the key alone, so the certificate is made anew
// at each start and kept nowhere.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "secure/handle.h"

namespace moonroom::secure {

class Identity {
 public:
  /// Reads the key (PEM, PKCS #8) at `path`; made there, for its owner alone, when there is none. A
  /// Problem when the file is damaged or others may read it: it is never replaced by itself,
  /// because every client would be alarmed. On a disk that is full or read-only a new key is
  /// `unsaved` until `save` succeeds.
  static Result<Identity> open(const std::filesystem::path& path);
  /// For a host without a disk: gone with it.
  static Identity ephemeral();

  /// Of the public key, as fingerprint.h has it.
  const std::string& fingerprint() const { return fingerprint_; }
  /// Why a new key is not on disk yet; empty when it is.
  const std::string& unsaved() const { return unsaved_; }
  /// Tries again to write it. A key that has appeared there meanwhile is not replaced.
  void save();
  /// For the host's side of a handshake.
  gnutls_certificate_credentials_t credentials() const { return credentials_.get(); }

 private:
  explicit Identity(const PrivateKeyHandle& key);
  static Result<Identity> fresh_at(const std::filesystem::path& path);

  CredentialsHandle credentials_;
  std::string fingerprint_;
  std::filesystem::path path_;
  std::string pem_;
  std::string unsaved_;
};

}  // namespace moonroom::secure

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
  /// because every client would be alarmed.
  static Result<Identity> open(const std::filesystem::path& path);
  /// For a host without a disk: gone with it.
  static Identity ephemeral();

  /// Of the public key, as fingerprint.h has it.
  const std::string& fingerprint() const { return fingerprint_; }
  /// For the host's side of a handshake.
  gnutls_certificate_credentials_t credentials() const { return credentials_.get(); }

 private:
  explicit Identity(const PrivateKeyHandle& key);

  CredentialsHandle credentials_;
  std::string fingerprint_;
};

}  // namespace moonroom::secure

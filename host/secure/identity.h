// A host's identity: an Ed25519 key, and a self-signed certificate so that every DTLS library can
// connect. Clients store the key alone, so the certificate is created at each start and not stored.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "secure/handle.h"

namespace moonroom::secure {

class Identity {
 public:
  /// Reads the key (PEM, PKCS #8) at `path`, or creates it with access for its owner only. Fails
  /// when the file is damaged or others can read it. A damaged key is never replaced automatically,
  /// because every client would warn its user. On a full or read-only disk a new key is `unsaved`
  /// until `save` succeeds.
  static Result<Identity> open(const std::filesystem::path& path);
  /// For a host without a disk: the key is lost when the process ends.
  static Identity ephemeral();

  /// The fingerprint of the public key, as in fingerprint.h.
  const std::string& fingerprint() const { return fingerprint_; }
  /// Why a new key is not on disk yet; empty when it is.
  const std::string& unsaved() const { return unsaved_; }
  /// Tries again to write the key. Never replaces a file that has appeared meanwhile.
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

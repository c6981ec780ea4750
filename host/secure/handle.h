// GnuTLS's objects as values that free themselves (and wipe their secrets), and exceptions for
// calls that fail only when the system is broken.
#pragma once

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <memory>
#include <stdexcept>

namespace moonroom::secure {

template <auto Free>
struct Freed {
  template <class Raw>
  void operator()(Raw* raw) const {
    Free(raw);
  }
};

using SessionHandle = std::unique_ptr<gnutls_session_int, Freed<gnutls_deinit>>;
using CipherHandle = std::unique_ptr<api_aead_cipher_hd_st, Freed<gnutls_aead_cipher_deinit>>;
using CredentialsHandle =
    std::unique_ptr<gnutls_certificate_credentials_st, Freed<gnutls_certificate_free_credentials>>;
using CertificateHandle = std::unique_ptr<gnutls_x509_crt_int, Freed<gnutls_x509_crt_deinit>>;
using PrivateKeyHandle =
    std::unique_ptr<gnutls_x509_privkey_int, Freed<gnutls_x509_privkey_deinit>>;

inline void demand(int code) {
  if (code < 0) throw std::runtime_error(gnutls_strerror(code));
}

/// Creates a handle with the given GnuTLS function.
template <class Handle, class Init, class... Arguments>
Handle made(Init init, Arguments... arguments) {
  typename Handle::pointer raw = nullptr;
  demand(init(&raw, arguments...));
  return Handle(raw);
}

}  // namespace moonroom::secure

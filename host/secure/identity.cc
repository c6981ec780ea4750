#include "secure/identity.h"

#include <fmt/format.h>

#include <string_view>

#include "base/disk.h"
#include "files/atomic_file.h"
#include "secure/fingerprint.h"

namespace moonroom::secure {
namespace {

PrivateKeyHandle new_key() {
  auto key = made<PrivateKeyHandle>(gnutls_x509_privkey_init);
  demand(gnutls_x509_privkey_generate(key.get(), GNUTLS_PK_EDDSA_ED25519, 0, 0));
  return key;
}

// Null when it is another kind of key, or none.
PrivateKeyHandle key_in(std::string& pem) {
  auto key = made<PrivateKeyHandle>(gnutls_x509_privkey_init);
  const gnutls_datum_t text{reinterpret_cast<unsigned char*>(pem.data()),
                            static_cast<unsigned>(pem.size())};
  const bool read = gnutls_x509_privkey_import_pkcs8(key.get(), &text, GNUTLS_X509_FMT_PEM, nullptr,
                                                     GNUTLS_PKCS_PLAIN) >= 0;
  gnutls_memset(pem.data(), 0, pem.size());
  const bool fits =
      read && gnutls_x509_privkey_get_pk_algorithm(key.get()) == GNUTLS_PK_EDDSA_ED25519;
  return fits ? std::move(key) : PrivateKeyHandle();
}

std::string pem_of(const PrivateKeyHandle& key) {
  gnutls_datum_t pem{};
  demand(gnutls_x509_privkey_export2_pkcs8(key.get(), GNUTLS_X509_FMT_PEM, nullptr,
                                           GNUTLS_PKCS_PLAIN, &pem));
  std::string text(reinterpret_cast<const char*>(pem.data), pem.size);
  gnutls_memset(pem.data, 0, pem.size);
  gnutls_free(pem.data);
  return text;
}

// Clients read only its key; the other fields are required by the format.
CertificateHandle certificate_around(const PrivateKeyHandle& key) {
  auto certificate = made<CertificateHandle>(gnutls_x509_crt_init);
  auto* x = certificate.get();
  demand(gnutls_x509_crt_set_version(x, 3));
  demand(gnutls_x509_crt_set_serial(x, "\1", 1));
  demand(gnutls_x509_crt_set_activation_time(x, 0));
  demand(gnutls_x509_crt_set_expiration_time(x, GNUTLS_X509_NO_WELL_DEFINED_EXPIRATION));
  demand(gnutls_x509_crt_set_dn_by_oid(x, GNUTLS_OID_X520_COMMON_NAME, 0, "moonroom", 8));
  demand(gnutls_x509_crt_set_key(x, key.get()));
  demand(gnutls_x509_crt_sign2(x, x, key.get(), GNUTLS_DIG_UNKNOWN, 0));
  return certificate;
}

}  // namespace

Identity::Identity(const PrivateKeyHandle& key)
    : credentials_(made<CredentialsHandle>(gnutls_certificate_allocate_credentials)) {
  const auto certificate = certificate_around(key);
  auto* chain = certificate.get();
  demand(gnutls_certificate_set_x509_key(credentials_.get(), &chain, 1, key.get()));
  fingerprint_ = fingerprint_of(certificate);
}

Identity Identity::ephemeral() {
  return Identity(new_key());
}

Result<Identity> Identity::fresh_at(const std::filesystem::path& path) {
  const auto key = new_key();
  Identity identity(key);
  identity.path_ = path;
  identity.pem_ = pem_of(key);
  identity.save();
  if (identity.unsaved_.empty() || is_full_or_read_only(path)) return identity;
  return problem(identity.unsaved_);
}

void Identity::save() {
  if (pem_.empty()) return;
  std::error_code ignored;
  if (std::filesystem::exists(path_, ignored)) {
    unsaved_ = fmt::format("{} has another key now", path_.string());
    return;
  }
  const auto written = files::write_atomically(path_, pem_);
  unsaved_ = written ? "" : written.error().what;
  if (!written) return;
  gnutls_memset(pem_.data(), 0, pem_.size());
  pem_.clear();
}

Result<Identity> Identity::open(const std::filesystem::path& path) {
  auto pem = files::read_small_file(path, files::Readers::owner_alone);
  if (!pem) return tl::unexpected(pem.error());
  if (!*pem) return fresh_at(path);
  if (const auto key = key_in(**pem)) return Identity(key);
  return problem(fmt::format(
      "{} is no Ed25519 key: put it back from a copy, or remove it to get a new one (clients will "
      "be told that the host's key has changed)",
      path.string()));
}

}  // namespace moonroom::secure

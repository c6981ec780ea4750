#include "secure/handshake.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "secure/dtls_record.h"
#include "secure/fingerprint.h"

namespace moonroom::secure {
namespace {

using namespace std::chrono_literals;

// The only supported algorithms: both sides run Moonroom or support these.
constexpr const char* kPriorities =
    "NONE:+VERS-DTLS1.2:+ECDHE-ECDSA:+AES-256-GCM:+CHACHA20-POLY1305:+AEAD:+GROUP-X25519:"
    "+COMP-NULL:+SIGN-EDDSA-ED25519:+CTYPE-X509";

// RFC 6347 says 1 s for want of a measurement. Chat paths take some 10 ms, and a lost datagram
// should cost only a short delay. The wait doubles, up to a bound, because a handshake has 10 s.
constexpr Duration kFirstWait = 200ms;
constexpr Duration kMaxWait = 1600ms;

// A host retransmits its flight twice and then waits for the client, which repeats its own. This
// bounds the traffic that one ClientHello with a cookie can cause.
constexpr int kMaxRepeatsOfHost = 2;

// The longest legitimate message is a certificate of some 250 bytes. GnuTLS allocates the length
// that the first part of a message claims.
constexpr size_t kMaxMessage = 4096;

gnutls_priority_t priorities() {
  static const auto all = made<std::unique_ptr<gnutls_priority_st, Freed<gnutls_priority_deinit>>>(
      gnutls_priority_init, kPriorities, nullptr);
  return all.get();
}

SessionHandle new_session(Side side) {
  const unsigned end = side == Side::host ? GNUTLS_SERVER : GNUTLS_CLIENT;
  auto session =
      made<SessionHandle>(gnutls_init, end | GNUTLS_DATAGRAM | GNUTLS_NONBLOCK | GNUTLS_NO_TICKETS);
  demand(gnutls_priority_set(session.get(), priorities()));
  gnutls_handshake_set_max_packet_length(session.get(), kMaxMessage);
  gnutls_dtls_set_mtu(session.get(), wire::kBasePacket);
  gnutls_dtls_set_timeouts(session.get(), 0, 1U << 30);
  return session;
}

// The number is the peer's byte and can be outside the enum.
std::string alert_name(gnutls_session_t session) {
  const int number = static_cast<int>(gnutls_alert_get(session));
  constexpr int kLargestOfEnum = 127;
  const char* name = number <= kLargestOfEnum
                         ? gnutls_alert_get_name(static_cast<gnutls_alert_description_t>(number))
                         : nullptr;
  return name ? name : fmt::format("alert {}", number);
}

bool is_refused_for_now(gnutls_session_t session) {
  return static_cast<int>(gnutls_alert_get(session)) == kNoPlaceAlert;
}

bool is_too_long(const DtlsRecord& record) {
  const auto message = message_of(record);
  return message && message->length > kMaxMessage;
}

}  // namespace

Handshake::Handshake(Side side, gnutls_certificate_credentials_t credentials, SteadyTime now)
    : side_(side), session_(new_session(side)) {
  if (!credentials) {
    anonymous_ = made<CredentialsHandle>(gnutls_certificate_allocate_credentials);
    credentials = anonymous_.get();
  }
  demand(gnutls_credentials_set(session_.get(), GNUTLS_CRD_CERTIFICATE, credentials));
  gnutls_transport_set_ptr(session_.get(), this);
  gnutls_transport_set_push_function(session_.get(), push);
  gnutls_transport_set_pull_function(session_.get(), pull);
  gnutls_transport_set_pull_timeout_function(session_.get(), poll);
  restart_timer(now);
}

Handshake::Handshake(SteadyTime now) : Handshake(Side::client, nullptr, now) {
  step();
}

Handshake::Handshake(const Identity& identity, gnutls_dtls_prestate_st cookie, SteadyTime now)
    : Handshake(Side::host, identity.credentials(), now) {
  gnutls_dtls_prestate_set(session_.get(), &cookie);
}

Handshake::State Handshake::receive(std::string_view datagram, SteadyTime now) {
  // One by one, because GnuTLS silently keeps some back when it gets several at once.
  while (const auto record = next_record(datagram)) {
    if (state_ != State::going_on) break;
    if (!is_too_long(*record)) receive_record(record->bytes);
  }
  if (!flight_.empty()) restart_timer(now);
  return state_;
}

void Handshake::tick(SteadyTime now) {
  if (state_ != State::going_on || now < due_) return;
  if (side_ == Side::host && repeats_ == kMaxRepeatsOfHost) {
    due_ = SteadyTime::max();
    return;
  }
  ++repeats_;
  flight_.repeat();
  step();
  wait_ = std::min(2 * wait_, kMaxWait);
  due_ = now + wait_;
}

// GnuTLS can return with a warning before it has read the record, so the record is tried a few
// times.
void Handshake::receive_record(std::string_view record) {
  constexpr int kAttempts = 4;
  incoming_ = record;
  for (int i = 0; i < kAttempts && !incoming_.empty() && state_ == State::going_on; ++i) step();
  incoming_ = {};
}

void Handshake::step() {
  const int code = gnutls_handshake(session_.get());
  if (code == GNUTLS_E_SUCCESS)
    state_ = State::done;
  else if (gnutls_error_is_fatal(code))
    fail(code);
}

void Handshake::fail(int code) {
  state_ = State::failed;
  reason_ = gnutls_strerror(code);
  is_crowded_out_ = code == GNUTLS_E_FATAL_ALERT_RECEIVED && is_refused_for_now(session_.get());
  if (is_crowded_out_)
    reason_ = "it has no place for newcomers at the moment";
  else if (code == GNUTLS_E_FATAL_ALERT_RECEIVED)
    reason_ = fmt::format("the other side gave up: {}", alert_name(session_.get()));
  else
    gnutls_alert_send_appropriate(session_.get(), code);
}

void Handshake::restart_timer(SteadyTime now) {
  repeats_ = 0;
  wait_ = kFirstWait;
  due_ = now + wait_;
}

Result<Keys> Handshake::keys() const {
  auto* session = session_.get();
  // Without it another handshake can lead to the same keys (RFC 7627).
  if (!gnutls_session_ext_master_secret_status(session))
    return problem("the other side does not know the extended master secret");
  KeyMaterial material;
  const auto label = KeyMaterial::kLabel;
  // An empty context is not the same as none, which is a null pointer.
  demand(gnutls_prf_rfc5705(session, label.size(), label.data(), 0, nullptr, material.bytes.size(),
                            reinterpret_cast<char*>(material.bytes.data())));
  if (material.session() == 0) return problem("the session's id is 0, which happens to nobody");
  const bool aes = gnutls_cipher_get(session) == GNUTLS_CIPHER_AES_256_GCM;
  return Keys(material, aes ? Cipher::aes_256_gcm : Cipher::chacha20_poly1305, side_);
}

std::string Handshake::host_fingerprint() const {
  unsigned count = 0;
  const auto* first = gnutls_certificate_get_peers(session_.get(), &count);
  if (!first) return {};
  const auto certificate = made<CertificateHandle>(gnutls_x509_crt_init);
  demand(gnutls_x509_crt_import(certificate.get(), first, GNUTLS_X509_FMT_DER));
  return fingerprint_of(certificate);
}

ssize_t Handshake::push(gnutls_transport_ptr_t self, const void* bytes, size_t size) noexcept {
  static_cast<Handshake*>(self)->flight_.add({static_cast<const char*>(bytes), size});
  return static_cast<ssize_t>(size);
}

ssize_t Handshake::pull(gnutls_transport_ptr_t self, void* bytes, size_t size) noexcept {
  auto& handshake = *static_cast<Handshake*>(self);
  const auto record = std::exchange(handshake.incoming_, {});
  if (record.empty() || record.size() > size) {
    gnutls_transport_set_errno(handshake.session_.get(), EAGAIN);
    return -1;
  }
  std::memcpy(bytes, record.data(), record.size());
  return static_cast<ssize_t>(record.size());
}

int Handshake::poll(gnutls_transport_ptr_t self, unsigned) noexcept {
  return static_cast<Handshake*>(self)->incoming_.empty() ? 0 : 1;
}

}  // namespace moonroom::secure

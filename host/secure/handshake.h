// One side of a DTLS 1.2 handshake, by GnuTLS: datagrams and moments go in, datagrams come out. It
// only negotiates keys; no data passes through DTLS itself.
//
// This class decides about retransmissions, by the moments that it gets, because GnuTLS would read
// the wall clock, which jumps and which tests cannot control. So GnuTLS's timers are set to "at
// once" and "never ends": a call that brings nothing new makes it repeat its flight, in fresh
// records as required (RFC 6347, 4.2.2).
#pragma once

#include <gnutls/dtls.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "secure/flight.h"
#include "secure/handle.h"
#include "secure/identity.h"
#include "secure/keys.h"

namespace moonroom::secure {

class Handshake {
 public:
  enum class State { going_on, done, failed };

  /// A client's side; its first datagram is ready at once.
  explicit Handshake(SteadyTime now);
  /// A host's side, for a client with a valid cookie, which gave `cookie`. The client's datagram
  /// must be the first to `receive`. `identity` must outlive it.
  Handshake(const Identity& identity, gnutls_dtls_prestate_st cookie, SteadyTime now);
  Handshake(const Handshake&) = delete;
  Handshake& operator=(const Handshake&) = delete;

  /// Only accepted in `State::going_on`.
  State receive(std::string_view datagram, SteadyTime now);
  /// Retransmits the last flight when due; a host does so at most twice.
  void tick(SteadyTime now);
  SteadyTime next_due() const { return due_; }
  /// The datagrams to send after each of the calls above, at most wire::kMaxPacket bytes each.
  std::vector<std::string> drain_datagrams() { return flight_.drain(); }

  State state() const { return state_; }
  /// The reason of a failure.
  const std::string& reason() const { return reason_; }
  /// True for a failure because the host has no capacity at the moment.
  bool is_crowded_out() const { return is_crowded_out_; }
  /// The negotiated keys, once done. A Problem when the peer lacks a required security feature.
  Result<Keys> keys() const;
  /// The host's key, once done at a client, in the form of fingerprint.h.
  std::string host_fingerprint() const;

 private:
  Handshake(Side side, gnutls_certificate_credentials_t credentials, SteadyTime now);

  void receive_record(std::string_view record);
  void step();
  void fail(int code);
  void restart_timer(SteadyTime now);

  static ssize_t push(gnutls_transport_ptr_t self, const void* bytes, size_t size) noexcept;
  static ssize_t pull(gnutls_transport_ptr_t self, void* bytes, size_t size) noexcept;
  static int poll(gnutls_transport_ptr_t self, unsigned milliseconds) noexcept;

  Side side_;
  // A client's empty credentials.
  CredentialsHandle anonymous_;
  SessionHandle session_;
  State state_ = State::going_on;
  std::string reason_;
  bool is_crowded_out_ = false;
  // The record that GnuTLS can read next.
  std::string_view incoming_;
  Flight flight_;
  Duration wait_{};
  // The retransmissions of the current flight.
  int repeats_ = 0;
  SteadyTime due_{};
};

}  // namespace moonroom::secure
